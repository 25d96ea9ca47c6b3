import { entryPointsBeyond, type Links, linksOf } from '../../../model/nats/links.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { linkExample } from '../../examples/nats-link.js';
import { dialedIn, type LeafAddress } from '../../fleet-targets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule<Links, LeafAddress>({
  id: 'nats/leafnode-remote-lists-every-hub-node',
  severity: 'warning',
  scope: 'fleet',
  summary: 'A leaf that dials a Service with externalTrafficPolicy: Local has the addresses of several nodes.',
  rationale:
    'A node without a pod of the hub drops the connection. When the pod moves to another node, a single address no longer works.',
  source:
    'https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/#preserving-the-client-source-ip',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace', 'Service', 'cert-manager.io/Certificate'],
  passes: linkExample({ trafficPolicy: 'Cluster' }),
  fails: linkExample({ trafficPolicy: 'Local' }),
  collect: linksOf,
  about: dialedIn,
  *check({ cluster, node, host, port, alternatives }, all) {
    if (alternatives > 1) return;
    const hubs = entryPointsBeyond(all, cluster, port);
    if (hubs.length === 0) {
      yield { cluster, ...notJudged(`no cluster of the fleet has a hub on port ${port}`, node.place) };
    } else if (hubs.some(({ localTraffic }) => localTraffic !== hubs[0]?.localTraffic)) {
      const reason = `only some of the hubs on port ${port} have externalTrafficPolicy: Local`;
      yield { cluster, ...notJudged(reason, node.place) };
    } else if (hubs.every(({ localTraffic }) => localTraffic)) {
      yield {
        cluster,
        ...node.violation({
          got: `${host}:${port}`,
          expected: 'the addresses of all nodes that may run the hub',
          fix: 'List them all in urls, or use externalTrafficPolicy: Cluster.',
        }),
      };
    }
  },
});
