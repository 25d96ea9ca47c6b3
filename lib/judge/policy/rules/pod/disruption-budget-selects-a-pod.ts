import { shown, valueAt } from '../../../../manifest/read.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/disruption-budget-selects-a-pod',
  severity: 'error',
  scope: 'object',
  summary: 'Every PodDisruptionBudget selects a pod of its namespace.',
  rationale: 'A budget that selects nothing protects nothing: a drain may take all pods at once.',
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
  appliesTo: ['policy/PodDisruptionBudget'],
  passes: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web, namespace: apps }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: web } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: apps }
spec:
  replicas: 3
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: example.org/web:1.4.2 }] }
`,
  fails: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web, namespace: apps }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: website } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: apps }
spec:
  replicas: 3
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: example.org/web:1.4.2 }] }
`,
  *check(resource, cluster) {
    const selector = valueAt(resource.object, 'spec', 'selector');
    if (cluster.podsMatching(namespaceOf(resource), selector).length > 0) return;
    yield {
      path: 'spec.selector',
      got: shown(selector),
      expected: 'the labels of a pod in the same namespace',
      fix: 'Use the labels of the pods that are to be protected.',
    };
  },
});
