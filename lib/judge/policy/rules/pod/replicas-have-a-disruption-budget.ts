import { valueAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { matchesSelector } from '../../../model/selector.js';
import { defineRule } from '../../rule.js';

const example = (label: string) => `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web, namespace: apps }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: ${label} } }
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

export default defineRule({
  id: 'pod/replicas-have-a-disruption-budget',
  severity: 'warning',
  scope: 'object',
  summary: 'Two or more replicas have a PodDisruptionBudget.',
  rationale:
    'Without a budget the drain of several nodes takes all replicas at once, though they were made to outlive it.',
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
  appliesTo: POD_KINDS,
  passes: example('web'),
  fails: example('api'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod?.replicas === undefined || pod.replicas < 2) return;
    const budgets = cluster.ofKindIn(pod.namespace, 'policy/PodDisruptionBudget');
    if (budgets.some(({ object }) => matchesSelector(valueAt(object, 'spec', 'selector'), pod.labels))) return;
    yield {
      path: 'spec.replicas',
      got: `${pod.replicas} replicas, and no PodDisruptionBudget`,
      expected: `a PodDisruptionBudget in namespace ${pod.namespace} that selects the pods`,
      fix: 'Add a budget with maxUnavailable: 1.',
    };
  },
});
