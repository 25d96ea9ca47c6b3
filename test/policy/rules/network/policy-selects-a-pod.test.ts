import rule from '../../../../lib/policy/rules/network/policy-selects-a-pod.js';
import { documents, object, pod } from '../../../support/manifests.js';
import { ruleTester } from '../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts an empty selector': object('networking.k8s.io/v1', 'NetworkPolicy', 'spec: { podSelector: {} }'),
    'accepts an expression': documents(
      pod('{}'),
      object(
        'networking.k8s.io/v1',
        'NetworkPolicy',
        'spec: { podSelector: { matchExpressions: [{ key: app, operator: Exists }] } }',
      ),
    ),
  },
  fails: {
    'where an expression excludes the pod': [
      documents(
        pod('{}'),
        object(
          'networking.k8s.io/v1',
          'NetworkPolicy',
          'spec: { podSelector: { matchExpressions: [{ key: app, operator: DoesNotExist }] } }',
        ),
      ),
      { path: 'spec.podSelector' },
    ],
  },
});
