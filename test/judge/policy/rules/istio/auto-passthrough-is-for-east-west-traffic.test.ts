import rule from '../../../../../lib/judge/policy/rules/istio/auto-passthrough-is-for-east-west-traffic.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);

ruleTester(rule, {
  ignores: {
    PASSTHROUGH: String(rule.fails).replace('AUTO_PASSTHROUGH', 'PASSTHROUGH'),
  },
  passes: {
    'accepts names of one namespace': good.replace('*.local', '*.apps.svc.cluster.local'),
  },
  fails: {
    'on a public port': [
      good.replace('15443', '443'),
      { path: 'spec.servers[0].tls.mode', got: 'AUTO_PASSTHROUGH on port 443 for *.local' },
    ],
    'for public names': [good.replace('*.local', '*'), { got: 'AUTO_PASSTHROUGH on port 15443 for *' }],
  },
});
