import rule from '../../../../../lib/judge/policy/rules/rbac/tokens-expire.js';
import { object } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: { 'accepts a Secret of no type': object('v1', 'Secret', '') },
  fails: {
    'for any account': [
      object('v1', 'Secret', 'type: kubernetes.io/service-account-token'),
      { path: 'type', got: 'kubernetes.io/service-account-token', expected: 'no such Secret' },
    ],
  },
});
