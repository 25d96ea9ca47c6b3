import rule from '../../../../../lib/judge/policy/rules/istio/server-certificates-are-verified.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  passes: { 'accepts false': bad.replace('insecureSkipVerify: true', 'insecureSkipVerify: false') },
  fails: {
    'where it is switched off': [bad, { path: 'spec.trafficPolicy.tls.insecureSkipVerify', got: 'true' }],
    'where it is switched off in a subset': [
      bad.replace('trafficPolicy', 'subsets: [{ name: a, trafficPolicy').replace('} } }', '} } }] }'),
      { path: 'spec.subsets[0].trafficPolicy.tls.insecureSkipVerify' },
    ],
  },
});
