import rule from '../../../../../lib/judge/policy/rules/istio/gateway-tls-is-modern.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  passes: { 'accepts the default': bad.replace(', minProtocolVersion: TLSV1_0', '') },
  fails: {
    'at least': [bad, { path: 'spec.servers[0].tls.minProtocolVersion', got: 'TLSV1_0' }],
    'at most': [bad.replace('min', 'max').replace('V1_0', 'V1_1'), { path: 'spec.servers[0].tls.maxProtocolVersion' }],
  },
});
