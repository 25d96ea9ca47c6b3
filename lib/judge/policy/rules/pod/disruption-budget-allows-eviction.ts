import { type Found, shown, valueAt } from '../../../../manifest/read.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/disruption-budget-allows-eviction',
  severity: 'error',
  scope: 'object',
  summary: 'Every PodDisruptionBudget lets at least one pod be evicted.',
  rationale: 'A budget that allows nothing blocks every drain, and with it every upgrade of a node.',
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
  appliesTo: ['policy/PodDisruptionBudget'],
  passes: `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web, namespace: apps }
spec:
  minAvailable: 2
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
  minAvailable: 3
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
  *check(resource, cluster) {
    const { object } = resource;
    const max = valueAt(object, 'spec', 'maxUnavailable');
    const min = valueAt(object, 'spec', 'minAvailable');
    const pods = cluster.podsMatching(namespaceOf(resource), valueAt(object, 'spec', 'selector'));
    const total = pods.reduce((sum, { replicas }) => sum + (replicas ?? Number.NaN), 0);
    const fix = 'Let one pod at least be taken away; as it stands no node can be drained.';
    if (max === undefined && min === undefined) {
      yield { path: 'spec', got: 'neither maxUnavailable nor minAvailable', expected: 'one of the two', fix };
    } else if (max === 0 || max === '0%') {
      yield { path: 'spec.maxUnavailable', got: shown(max), expected: 'at least 1', fix };
    } else if (min === '100%' || (pods.length > 0 && keptOf(min, total) >= total)) {
      const expected = Number.isNaN(total) ? 'less than 100%' : `fewer than the ${total} pods that it selects`;
      yield { path: 'spec.minAvailable', got: shown(min), expected, fix };
    }
  },
});

/** How many pods must stay. Percentages are rounded up, as the disruption controller does. */
function keptOf(min: Found, total: number): number {
  if (typeof min === 'number') return min;
  const percent = typeof min === 'string' ? /^(\d+)%$/.exec(min)?.[1] : undefined;
  return percent === undefined ? Number.NaN : Math.ceil((Number(percent) * total) / 100);
}
