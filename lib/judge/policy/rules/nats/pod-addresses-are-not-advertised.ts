import { confsIn } from '../../../model/nats/confs.js';
import { acceptsLeaves } from '../../../model/nats/listeners.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown, unknownPorts } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/pod-addresses-are-not-advertised',
  severity: 'warning',
  scope: 'object',
  summary: 'Servers do not advertise the addresses of pods to clients and leaves.',
  rationale:
    'Clients and leaves try the advertised addresses. Those of pods cannot be reached from another cluster, and change with each restart.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/clustering/cluster_config',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
cluster { name: hub, port: 6222, no_advertise: true }
leafnodes { port: 7422, advertise: "192.0.2.1:30722" }`),
  fails: serverExample(`
cluster { name: hub, port: 6222 }
leafnodes { port: 7422 }`),
  *about(configMap, cluster) {
    for (const { root } of confsIn(configMap, cluster)) {
      yield* unknownPorts(root, 'leafnodes');
      const blocks = [root.at('cluster'), ...(acceptsLeaves(root) ? [root.at('leafnodes')] : [])];
      yield* notKnown(...blocks);
      yield* blocks.filter(({ present, unknown }) => present && !unknown);
    }
  },
  *check(block) {
    const advertise = block.at('advertise');
    const node = block.at('no_advertise');
    if (advertise.present || node.flag === true) return;
    if (advertise.unknown || node.unknown) yield* notKnown(advertise, node);
    else {
      yield node.violation({
        expected: 'true, or an address in advertise that the peers can reach',
        fix: 'Set no_advertise to true.',
      });
    }
  },
});
