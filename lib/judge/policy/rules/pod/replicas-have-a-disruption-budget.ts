import { Field } from '../../../../manifest/field.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { matchesSelector } from '../../../model/selector.js';
import { everyPodWhere } from '../../about.js';
import { budgetWith } from '../../examples/budgets.js';
import { notJudged } from '../../outcome.js';
import { areReplicas, REPLICAS_UNKNOWN } from '../../replicated-pods.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/replicas-have-a-disruption-budget',
  severity: 'warning',
  scope: 'object',
  summary: 'Two or more replicas have a PodDisruptionBudget.',
  rationale:
    'Without a budget the drain of several nodes evicts all replicas at once, although they exist to survive it.',
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
  appliesTo: POD_KINDS,
  reads: ['Namespace', 'policy/PodDisruptionBudget'],
  about: everyPodWhere((pod) => areReplicas(pod) && (pod.replicas ?? 2) >= 2),
  *check({ resource, namespace, labels, replicas }, cluster) {
    const budgets = cluster.ofKindIn(namespace, 'policy/PodDisruptionBudget');
    if (budgets.some((budget) => matchesSelector(Field.of(budget).at('spec', 'selector').value, labels))) return;
    if (replicas === undefined) {
      yield notJudged(REPLICAS_UNKNOWN);
      return;
    }
    yield Field.of(resource)
      .at('spec', 'replicas')
      .violation({
        got: `${replicas} replicas, and no PodDisruptionBudget`,
        expected: `a PodDisruptionBudget of namespace ${namespace} that selects the pods`,
        fix: 'Add a budget with maxUnavailable: 1.',
      });
  },
  passes: budgetWith('maxUnavailable: 1, selector: { matchLabels: { app: web } }'),
  fails: budgetWith('maxUnavailable: 1, selector: { matchLabels: { app: api } }'),
});
