import { type Found, objectAt, shown, valueAt } from '../../../../manifest/read.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const example = (budget: string) => `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web, namespace: apps }
spec:
  ${budget}
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
`;

export default defineRule({
  id: 'pod/disruption-budget-protects',
  severity: 'warning',
  scope: 'object',
  summary: 'Every PodDisruptionBudget keeps a pod, of one workload.',
  rationale:
    'A budget that lets all pods go at once is as good as none, and one that selects all pods of a namespace counts the pods of one workload for another.',
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
  appliesTo: ['policy/PodDisruptionBudget'],
  passes: example('maxUnavailable: 1'),
  fails: example('maxUnavailable: 3'),
  *check(resource, cluster) {
    const { object } = resource;
    const selector = valueAt(object, 'spec', 'selector');
    const pods = cluster.podsMatching(namespaceOf(resource), selector);
    const total = pods.reduce((sum, { replicas }) => sum + (replicas ?? Number.NaN), 0);
    const max = valueAt(object, 'spec', 'maxUnavailable');
    const min = valueAt(object, 'spec', 'minAvailable');
    const fix = 'Keep at least one pod: maxUnavailable: 1 suits most workloads.';
    // The only replica of a workload may go, or no node could be drained.
    if (max === '100%' || (typeof max === 'number' && max > 1 && pods.length > 0 && max >= total)) {
      yield { path: 'spec.maxUnavailable', got: shown(max), expected: 'fewer than all pods', fix };
    } else if (min === 0 || min === '0%') {
      yield { path: 'spec.minAvailable', got: shown(min), expected: 'at least 1', fix };
    }
    if (selector === undefined || !isEmpty(selector)) return;
    yield {
      path: 'spec.selector',
      got: shown(selector),
      expected: 'labels of one workload',
      fix: 'Select the pods that are to be protected; as it stands it selects all pods of the namespace.',
    };
  },
});

/** Whether a selector has no term, and so selects everything. */
function isEmpty(selector: Found): boolean {
  return Object.values(objectAt(selector) ?? { not: 'a selector' }).every(
    (terms) => terms === null || (typeof terms === 'object' && Object.keys(terms).length === 0),
  );
}
