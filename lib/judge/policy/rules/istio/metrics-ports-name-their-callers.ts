import { listed } from '../../../../manifest/listed.js';
import { objectAt } from '../../../../manifest/read.js';
import { hasSidecar } from '../../../model/istio/injection.js';
import { blockOf, breadthOf } from '../../../model/network/address-blocks.js';
import { networkPolicyRules, opensPort } from '../../../model/network/network-policy.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const PORTS = [15020, 15090];

export default defineRule({
  id: 'istio/metrics-ports-name-their-callers',
  severity: 'error',
  scope: 'object',
  summary: 'The metrics ports of sidecars are open to those who scrape them alone.',
  rationale:
    'Ports 15020 and 15090 are not captured: they answer anyone in plain text, past every AuthorizationPolicy, and 15020 passes on the metrics of the workload too.',
  source: 'https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio',
  appliesTo: ['networking.k8s.io/NetworkPolicy'],
  passes: example('from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } } }], '),
  fails: example(''),
  *check(resource, cluster) {
    const selector = objectAt(resource.object, 'spec', 'podSelector') ?? {};
    const pods = cluster.podsMatching(namespaceOf(resource), selector).filter((pod) => hasSidecar(pod, cluster));
    if (pods.length === 0) return;
    for (const rule of networkPolicyRules(resource, 'ingress')) {
      // A rule without ports opens them among all others, which is a fault of its own.
      const opened = rule.ports.length === 0 ? [] : PORTS.filter((port) => opensPort(rule, port));
      if (opened.length === 0) continue;
      const blocks = rule.peers.flatMap((peer) => blockOf(objectAt(peer, 'ipBlock')) ?? []);
      const everyone =
        rule.peers.length === 0 ||
        breadthOf(blocks, cluster) === 'everyone' ||
        rule.peers.some((peer) => {
          const namespaces = objectAt(peer, 'namespaceSelector');
          return (
            namespaces !== undefined &&
            Object.keys(namespaces).length === 0 &&
            Object.keys(objectAt(peer, 'podSelector') ?? {}).length === 0
          );
        });
      if (!everyone) continue;
      yield {
        path: rule.path,
        got: `ports ${listed(opened)} of ${listed([...new Set(pods.map((pod) => pod.resource.object.metadata.name))].sort())} open to everyone`,
        expected: 'the pods that scrape metrics',
        fix: 'Name them in from: no AuthorizationPolicy and no mTLS guards these ports.',
      };
    }
  },
});

function example(from: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: metrics, namespace: apps }
spec: { podSelector: {}, ingress: [{ ${from}ports: [{ port: 15020 }] }] }
`;
}
