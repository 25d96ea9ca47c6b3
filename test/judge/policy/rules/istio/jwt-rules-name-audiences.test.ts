import rule from '../../../../../lib/judge/policy/rules/istio/jwt-rules-name-audiences.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { tokens } from '../../../model/istio/security-objects.js';

ruleTester(rule, {
  ignores: {
    'no rules': tokens('[]'),
  },
  fails: {
    'for the second of two rules': [
      tokens('[{ issuer: a, audiences: [x] }, { issuer: b, audiences: [] }]'),
      { path: 'spec.jwtRules[1].audiences', got: 'none, for issuer b' },
    ],
  },
});
