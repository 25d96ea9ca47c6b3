import rule from '../../../../../lib/judge/policy/rules/network/policy-types-cover-its-rules.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { networkPolicy } from '../../../model/linkerd/objects.js';

ruleTester(rule, {
  passes: {
    'accepts rules of both directions without types': networkPolicy('{ podSelector: {}, ingress: [{}], egress: [{}] }'),
    'accepts a type without rules': networkPolicy('{ podSelector: {}, policyTypes: [Egress] }'),
  },
  fails: {
    'for ingress rules of a policy about egress': [
      networkPolicy('{ podSelector: {}, policyTypes: [Egress], ingress: [{ from: [] }], egress: [{}] }'),
      {
        path: 'spec.policyTypes',
        got: '["Egress"] beside rules for ingress',
        expected: 'Ingress among them',
        effect: 'The rules are ignored.',
      },
    ],
  },
});
