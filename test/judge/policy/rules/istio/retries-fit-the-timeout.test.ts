import rule from '../../../../../lib/judge/policy/rules/istio/retries-fit-the-timeout.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);

ruleTester(rule, {
  ignores: {
    'a route without retries': good.replace('10s', '1s').replace('attempts: 3', 'attempts: 0'),
  },
  passes: {
    'accepts a route without a timeout': good.replace('timeout: 10s', 'timeout: 0s'),
  },
  notJudged: {
    'what is not a duration': [
      good.replace('timeout: 10s', 'timeout: soon'),
      'spec.http[0].timeout is soon, which is no duration',
    ],
    'a try that is not a duration': [
      good.replace(/perTryTimeout: \w+/, 'perTryTimeout: soon'),
      'spec.http[0].retries.perTryTimeout is soon, which is no duration',
    ],
  },
  fails: {
    'as long as one try': [
      good.replace('10s', '2000ms'),
      { path: 'spec.http[0].timeout', got: '2000ms, while one of 4 tries may take 2s', expected: 'more than 2s' },
    ],
  },
});
