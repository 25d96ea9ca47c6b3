import rule from '../../../../lib/policy/rules/network/policy-selects-a-pod.js';
import { documents, object, pod } from '../../../support/manifests.js';
import { ruleTester } from '../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts an empty selector': object('networking.k8s.io/v1', 'NetworkPolicy', 'spec: { podSelector: {} }'),
    'accepts a namespace whose pods an operator makes': documents(
      'apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.31.0, namespace: apps }\n',
      object('networking.k8s.io/v1', 'NetworkPolicy', 'spec: { podSelector: { matchLabels: { app: istiod } } }'),
    ),
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
    'where an operator makes pods in another namespace': [
      documents(
        'apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { version: v1.31.0, namespace: istio-system }\n',
        object('networking.k8s.io/v1', 'NetworkPolicy', 'spec: { podSelector: { matchLabels: { app: istiod } } }'),
      ),
      { path: 'spec.podSelector' },
    ],
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
