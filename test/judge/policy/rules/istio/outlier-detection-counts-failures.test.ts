import rule from '../../../../../lib/judge/policy/rules/istio/outlier-detection-counts-failures.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);
const bad = String(rule.fails);

ruleTester(rule, {
  passes: {
    'accepts the default': bad.replace('consecutive5xxErrors: 0, ', ''),
    'accepts failures of the proxy itself': good.replace(
      'consecutiveGatewayErrors: 3',
      'splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: 3',
    ),
  },
  fails: {
    'of a count of 0': [
      bad,
      { path: 'spec.trafficPolicy.outlierDetection.consecutive5xxErrors', got: '0, and no other count' },
    ],
    'of two counts of 0, in a subset': [
      good
        .replace('Errors: 3', 'Errors: 0')
        .replace('trafficPolicy:', 'subsets: [{ name: v1, trafficPolicy:')
        .replace('5s } } }', '5s } } }] }'),
      { path: 'spec.subsets[0].trafficPolicy.outlierDetection.consecutive5xxErrors' },
    ],
  },
});
