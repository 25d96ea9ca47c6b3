import rule from '../../../../../lib/judge/policy/rules/pod/disruption-budget-protects.js';
import { documents, object, workload } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const budget = (spec: string, replicas = 3, kind = 'StatefulSet') =>
  documents(
    object('policy/v1', 'PodDisruptionBudget', `spec: { ${spec} }`),
    workload(kind, '{ containers: [{ name: a }] }', `replicas: ${replicas}`),
  );
const web = 'selector: { matchLabels: { app: web } }';

ruleTester(rule, {
  passes: {
    'accepts the only replica': budget(`maxUnavailable: 1, ${web}`, 1),
    'accepts all but one': budget(`maxUnavailable: 2, ${web}`),
    'accepts expressions': budget(
      'maxUnavailable: 1, selector: { matchExpressions: [{ key: app, operator: Exists }] }',
    ),
    'accepts a budget without a selector, which selects nothing': budget('maxUnavailable: 1'),
  },
  notJudged: {
    'a number where nodes decide how many there are': [
      budget(`maxUnavailable: 9, ${web}`, 1, 'DaemonSet'),
      'how many pods the budget selects is known only in the cluster',
    ],
    'a number where nothing is selected': [
      budget('maxUnavailable: 9, selector: { matchLabels: { app: api } }'),
      'no pod that the budget selects is among the files',
    ],
  },
  fails: {
    'where all may go': [budget(`maxUnavailable: 3, ${web}`), { path: 'spec.maxUnavailable', got: '3' }],
    'where more than all may go': [
      budget(`maxUnavailable: 100, ${web}`, 1),
      { path: 'spec.maxUnavailable', got: '100' },
    ],
    'for 100% of any number': [
      budget(`maxUnavailable: 100%, ${web}`, 1, 'DaemonSet'),
      { path: 'spec.maxUnavailable', got: '100%', expected: 'fewer than all pods' },
    ],
    'where none must stay': [budget(`minAvailable: 0, ${web}`), { path: 'spec.minAvailable', got: '0' }],
    'where no share must stay': [budget(`minAvailable: 0%, ${web}`), { path: 'spec.minAvailable', got: '0%' }],
    'with an empty selector': [
      budget('maxUnavailable: 1, selector: { matchLabels: {} }'),
      {
        path: 'spec.selector',
        got: '{"matchLabels":{}}',
        expected: 'labels of one workload',
        effect: 'It selects all pods of the namespace.',
      },
    ],
  },
});
