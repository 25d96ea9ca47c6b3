import { expect } from 'vitest';
import rule from '../../../../../lib/judge/policy/rules/istio/faults-are-for-test-requests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  passes: {
    'accepts a share of 0': bad.replace('value: 10', 'value: 0'),
    'accepts faults for callers by their labels': bad.replace(
      'name: main',
      'match: [{ sourceLabels: { app: tester } }]',
    ),
  },
  fails: {
    'on a route for every request': [
      bad,
      {
        path: 'spec.http[0].fault',
        got: 'a fault on a route that every request takes',
        effect: expect.stringContaining('10% of the requests of real users wait 2s.'),
      },
    ],
    'on a route by its path': [
      bad.replace('name: main', 'match: [{ uri: { prefix: / } }]'),
      { got: 'a fault on a route that matches what is requested, not who requests it' },
    ],
    'where one condition of two is a path': [
      bad.replace('name: main', 'match: [{ headers: { a: { exact: b } } }, { uri: { prefix: / } }]'),
      { path: 'spec.http[0].fault' },
    ],
    'with an answer': [
      bad.replace('delay: { fixedDelay: 2s, percentage: { value: 10 } }', 'abort: { httpStatus: 503 }'),
      { effect: expect.stringContaining('100% of the requests of real users are answered with 503.') },
    ],
  },
});
