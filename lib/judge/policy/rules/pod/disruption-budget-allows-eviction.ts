import { Field } from '../../../../manifest/field.js';
import { namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { budgetWith } from '../../examples/budgets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const effect = 'No node with such a pod can be drained.';
const fix = 'Allow at least one pod to be evicted.';

export default defineRule({
  id: 'pod/disruption-budget-allows-eviction',
  severity: 'error',
  scope: 'object',
  summary: 'Every PodDisruptionBudget allows at least one pod to be evicted.',
  rationale: 'A budget that allows nothing blocks every drain, and so every upgrade of a node.',
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
  appliesTo: ['policy/PodDisruptionBudget'],
  reads: [...POD_KINDS, 'Namespace'],
  *check(resource, cluster) {
    const spec = Field.of(resource).at('spec');
    const [max, min] = [spec.at('maxUnavailable'), spec.at('minAvailable')];
    if (max.value === undefined && min.value === undefined) {
      yield spec.violation({ got: 'neither maxUnavailable nor minAvailable', expected: 'one of the two', effect, fix });
    } else if (max.value === 0 || max.value === '0%') {
      yield max.violation({ expected: 'at least 1', effect, fix });
    } else if (min.value === '100%') {
      yield min.violation({ expected: 'less than 100%', effect, fix });
    } else if (min.value !== undefined) {
      const pods = cluster.podsMatching(namespaceOf(resource), spec.at('selector').value);
      const total = pods.reduce((sum, { replicas }) => sum + (replicas ?? Number.NaN), 0);
      if (pods.length === 0) yield notJudged('no pod that the budget selects is among the files');
      else if (Number.isNaN(total)) yield notJudged('how many pods the budget selects is known only in the cluster');
      else if (Number.isNaN(keptOf(min, total))) {
        yield notJudged(`${min.path} is ${min.shown}, neither a number nor a percentage`, min);
      } else if (keptOf(min, total) >= total) {
        yield min.violation({ expected: `fewer than the ${total} pods that the budget selects`, effect, fix });
      }
    }
  },
  passes: budgetWith('minAvailable: 2, selector: { matchLabels: { app: web } }'),
  fails: budgetWith('minAvailable: 3, selector: { matchLabels: { app: web } }'),
});

/** How many pods must stay. Percentages are rounded up, as the disruption controller does. */
function keptOf({ number, text = '' }: Field, total: number): number {
  const percent = /^(\d+)%$/.exec(text)?.[1];
  return number ?? (percent === undefined ? Number.NaN : Math.ceil((Number(percent) * total) / 100));
}
