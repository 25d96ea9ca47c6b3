import rule from '../../../../../lib/judge/policy/rules/pod/disruption-budget-selects-a-pod.js';
import { documents, object, pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts an expression': documents(
      object(
        'policy/v1',
        'PodDisruptionBudget',
        'spec: { selector: { matchExpressions: [{ key: app, operator: In, values: [api, web] }] } }',
      ),
      pod('{}'),
    ),
    'accepts an empty selector, which selects all': documents(
      object('policy/v1', 'PodDisruptionBudget', 'spec: { selector: {} }'),
      pod('{}'),
    ),
  },
  fails: {
    'where an expression excludes the pod': [
      documents(
        object(
          'policy/v1',
          'PodDisruptionBudget',
          'spec: { selector: { matchExpressions: [{ key: app, operator: NotIn, values: [web] }] } }',
        ),
        pod('{}'),
      ),
      { path: 'spec.selector' },
    ],
    'without a selector': [
      documents(object('policy/v1', 'PodDisruptionBudget', 'spec: {}'), pod('{}')),
      { path: 'spec.selector', got: 'nothing' },
    ],
  },
});
