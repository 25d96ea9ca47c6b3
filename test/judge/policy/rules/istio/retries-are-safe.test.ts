import rule from '../../../../../lib/judge/policy/rules/istio/retries-are-safe.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  ignores: {
    'it where nothing is retried': bad.replace('attempts: 3', 'attempts: 0'),
  },
  passes: {
    'accepts it for safe methods': bad.replace('- retries', '- match: [{ method: { exact: GET } }]\n      retries'),
  },
  fails: {
    'of any method': [
      bad,
      { path: 'spec.http[0].retries.retryOn', got: '5xx on a route that takes unsafe methods such as POST' },
    ],
    'of a status': [bad.replace('5xx', '500'), { got: '500 on a route that takes unsafe methods such as POST' }],
    'where one condition takes POST': [
      bad.replace('- retries', '- match: [{ method: { exact: GET } }, { method: { exact: POST } }]\n      retries'),
      { path: 'spec.http[0].retries.retryOn' },
    ],
  },
});
