import rule from '../../../../../lib/judge/policy/rules/network/pod-is-selected-by-a-policy.js';
import { documents, object, pod, workload } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'pods of the host network, which no policy can guard': pod('{ hostNetwork: true }'),
  },
  passes: {
    'accepts an empty selector': documents(
      pod('{}'),
      object('networking.k8s.io/v1', 'NetworkPolicy', 'spec: { podSelector: {} }'),
    ),
  },
  fails: {
    'where the policy selects another label': [
      documents(
        workload('StatefulSet', '{}'),
        object('networking.k8s.io/v1', 'NetworkPolicy', 'spec: { podSelector: { matchLabels: { app: api } } }'),
      ),
      { path: 'spec.template.metadata.labels', got: '{"app":"web"}' },
    ],
  },
});
