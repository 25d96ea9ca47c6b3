import rule from '../../../../../lib/judge/policy/rules/istio/root-envoy-filters-select-pods.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  ignores: {
    'a whole namespace': bad.replace('namespace: istio-system', 'namespace: apps'),
  },
  passes: {
    'accepts targets': bad.replace('spec: { ', 'spec: { targetRefs: [{ kind: Gateway, name: a }], '),
  },
  fails: {
    'in the root namespace': [
      bad,
      { path: 'spec.workloadSelector', got: 'nothing, in the root namespace istio-system' },
    ],
  },
});
