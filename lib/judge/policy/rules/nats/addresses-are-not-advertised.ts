import { acceptsLeaves } from '../../../model/nats/listeners.js';
import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/addresses-are-not-advertised',
  severity: 'warning',
  summary: 'Servers do not tell clients and leaves the addresses of pods.',
  rationale:
    'Clients and leaves try the addresses that they are told; those of pods are reachable from no other cluster and change with each restart.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/clustering/cluster_config',
  passes: `
cluster { name: hub, port: 6222, no_advertise: true }
leafnodes { port: 7422, advertise: "192.0.2.1:30722" }`,
  fails: `
cluster { name: hub, port: 6222 }
leafnodes { port: 7422 }`,
  *check({ root }) {
    const blocks = [root.at('cluster'), ...(acceptsLeaves(root) ? [root.at('leafnodes')] : [])];
    for (const block of blocks) {
      if (!block.present || !block.at('advertise').absent) continue;
      const node = block.at('no_advertise');
      if (node.flag === true || node.unknown) continue;
      yield {
        node,
        got: node.present ? String(node.value) : 'nothing',
        expected: 'true, or an address in advertise that the peers can reach',
        fix: 'Set no_advertise to true.',
      };
    }
  },
});
