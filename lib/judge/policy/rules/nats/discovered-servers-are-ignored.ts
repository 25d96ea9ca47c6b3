import { compareMinors } from '../../../../formats/release.js';
import { defineConfRule } from '../../nats-conf-rule.js';

export default defineConfRule({
  id: 'nats/discovered-servers-are-ignored',
  severity: 'warning',
  summary: 'A leaf dials the addresses that it is configured with, and no others.',
  rationale:
    'A hub always tells leaves its own address, even with no_advertise: behind a NodePort that is the address of a pod, which the leaf then tries in vain.',
  source:
    'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/leafnode_conf#leafnode-remotes-entry-block',
  passes: `
leafnodes { remotes: [ { url: "tls://192.0.2.1:30722", ignore_discovered_servers: true } ] }`,
  fails: `
leafnodes { remotes: [ { url: "tls://192.0.2.1:30722" } ] }`,
  *check({ root }, { release }) {
    if (release === undefined || compareMinors(release, '2.14') < 0) return;
    for (const remote of root.at('leafnodes', 'remotes').items()) {
      const node = remote.at('ignore_discovered_servers');
      if (node.flag === true || node.unknown) continue;
      yield {
        node,
        got: node.present ? String(node.value) : 'nothing',
        expected: 'true',
        fix: 'Set it to true where the hub stands behind a NodePort or a load balancer.',
      };
    }
  },
});
