import { Field } from '../../../../manifest/field.js';
import { namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { budgetWith } from '../../examples/budgets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const fix = 'Keep at least one pod: maxUnavailable: 1 suits most workloads.';

export default defineRule({
  id: 'pod/disruption-budget-protects',
  severity: 'warning',
  scope: 'object',
  summary: 'Every PodDisruptionBudget keeps at least one pod, of one workload.',
  rationale:
    'A budget that allows the eviction of all pods at once protects nothing. One that selects all pods of a namespace counts the pods of one workload for another.',
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
  appliesTo: ['policy/PodDisruptionBudget'],
  reads: [...POD_KINDS, 'Namespace'],
  *check(resource, cluster) {
    const spec = Field.of(resource).at('spec');
    const [max, min, selector] = [spec.at('maxUnavailable'), spec.at('minAvailable'), spec.at('selector')];
    const pods = cluster.podsMatching(namespaceOf(resource), selector.value);
    const total = pods.reduce((sum, { replicas }) => sum + (replicas ?? Number.NaN), 0);
    // The only replica of a workload may be evicted; otherwise no node could be drained.
    const several = max.number !== undefined && max.number > 1;
    if (max.value === '100%' || (several && pods.length > 0 && max.number >= total)) {
      yield max.violation({ expected: 'fewer than all pods', fix });
    } else if (min.value === 0 || min.value === '0%') {
      yield min.violation({ expected: 'at least 1', fix });
    } else if (several && pods.length === 0) {
      yield notJudged('no pod that the budget selects is among the files');
    } else if (several && Number.isNaN(total)) {
      yield notJudged('how many pods the budget selects is known only in the cluster');
    }
    if (selectsAll(selector)) {
      yield selector.violation({
        expected: 'labels of one workload',
        effect: 'It selects all pods of the namespace.',
        fix: 'Select the pods to protect.',
      });
    }
  },
  passes: budgetWith('maxUnavailable: 1, selector: { matchLabels: { app: web } }'),
  fails: budgetWith('maxUnavailable: 3, selector: { matchLabels: { app: web } }'),
});

/** Whether a selector has no term, and so selects everything. */
function selectsAll({ mapping, entries }: Field): boolean {
  return mapping !== undefined && entries.every(([, terms]) => terms.value === null || isEmpty(terms));
}

function isEmpty({ value, entries, items }: Field): boolean {
  return typeof value === 'object' && entries.length + items.length === 0;
}
