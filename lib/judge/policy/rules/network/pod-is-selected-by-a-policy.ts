import { POD_KINDS } from '../../../model/pods/pod.js';
import { everyPodWhere } from '../../about.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'network/pod-is-selected-by-a-policy',
  severity: 'error',
  scope: 'object',
  summary: 'Every pod is selected by a NetworkPolicy.',
  rationale: 'A pod that no policy selects accepts connections from every pod of the cluster.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation',
  appliesTo: POD_KINDS,
  reads: ['Namespace', 'networking.k8s.io/NetworkPolicy'],
  about: everyPodWhere(({ field }) => field.at('hostNetwork').value !== true),
  *check(pod, cluster) {
    if (cluster.networkPoliciesOf(pod).length > 0) return;
    yield pod.metadata.at('labels').violation({
      expected: 'labels that a NetworkPolicy of the namespace selects',
      fix: 'Add a NetworkPolicy for these pods that names who may connect.',
    });
  },
  passes: example('web'),
  fails: example('website'),
});

function example(app: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, image: example.org/web:1.4.2 }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec: { podSelector: { matchLabels: { app: ${app} } } }
`;
}
