import { at } from '../../../../manifest/field-path.js';
import { shown } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'network/pod-is-selected-by-a-policy',
  severity: 'error',
  scope: 'object',
  summary: 'Every pod is selected by a NetworkPolicy.',
  rationale: 'A pod that no policy selects accepts connections from every pod of the cluster.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec: { podSelector: { matchLabels: { app: web } } }
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec: { podSelector: { matchLabels: { app: website } } }
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    if (pod.spec['hostNetwork'] === true || cluster.networkPoliciesOf(pod).length > 0) return;
    yield {
      path: at(pod.metadataPath, 'labels'),
      got: shown(pod.labels),
      expected: 'labels that a NetworkPolicy of the namespace selects',
      fix: 'Add a NetworkPolicy for these pods that names who may connect.',
    };
  },
});
