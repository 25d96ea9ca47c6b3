import { POD_KINDS } from '../../../model/pods/pod.js';
import { selectsPods } from '../../declared/selects-pods.js';
import { budgetWith } from '../../examples/budgets.js';

export default selectsPods({
  id: 'pod/disruption-budget-selects-a-pod',
  severity: 'error',
  summary: 'Every PodDisruptionBudget selects a pod of its namespace.',
  rationale: 'A budget that selects nothing protects nothing: a drain may evict all pods at once.',
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
  appliesTo: ['policy/PodDisruptionBudget'],
  reads: [...POD_KINDS, 'Namespace'],
  states: {
    selector: 'spec.selector',
    form: 'LabelSelector',
    empty: 'is judged',
    effect: 'The budget protects nothing.',
    fix: 'Use the labels of the pods to protect.',
  },
  passes: budgetWith('maxUnavailable: 1, selector: { matchLabels: { app: web } }'),
  fails: budgetWith('maxUnavailable: 1, selector: { matchLabels: { app: website } }'),
});
