import { selectsPods } from '../../declared/selects-pods.js';

export default selectsPods({
  id: 'pod/disruption-budget-selects-a-pod',
  severity: 'error',
  summary: 'Every PodDisruptionBudget selects a pod of its namespace.',
  rationale: 'A budget that selects nothing protects nothing: a drain may evict all pods at once.',
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
  appliesTo: ['policy/PodDisruptionBudget'],
  states: {
    selector: 'spec.selector',
    form: 'LabelSelector',
    empty: 'is judged',
    effect: 'The budget protects nothing.',
    fix: 'Use the labels of the pods to protect.',
  },
  passes: example('web'),
  fails: example('website'),
});

function example(app: string): string {
  return `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web, namespace: apps }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: ${app} } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: apps }
spec:
  replicas: 3
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: example.org/web:1.4.2 }] }
`;
}
