import rule from '../../../../../lib/judge/policy/rules/istio/telemetry-has-one-tracing-provider.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);
const bad = String(rule.fails);

ruleTester(rule, {
  ignores: {
    none: good.replace('tracing: [{ providers: [{ name: jaeger }] }]', ''),
  },
  fails: {
    'of two providers': [bad, { path: 'spec.tracing[0].providers', got: '2 providers' }],
    'of two entries': [good.replace('tracing: [', 'tracing: [{}, '), { path: 'spec.tracing', got: '2 entries' }],
  },
});
