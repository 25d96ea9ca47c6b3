import rule from '../../../../../lib/judge/policy/rules/istio/sidecar-ingress-is-captured.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);

ruleTester(rule, {
  fails: {
    'of an address for all': [String(rule.fails), { path: 'spec.ingress[0].defaultEndpoint', got: '0.0.0.0:8080' }],
    'without capture': [good.replace('{ port', '{ captureMode: NONE, port'), { path: 'spec.ingress[0].captureMode' }],
    'with TLS of its own': [
      good.replace('{ port', '{ tls: { mode: SIMPLE }, port'),
      { path: 'spec.ingress[0].tls', got: 'SIMPLE' },
    ],
  },
});
