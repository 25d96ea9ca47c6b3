import { expect } from 'vitest';
import rule from '../../../../../lib/judge/policy/rules/istio/fault-routes-have-no-timeouts.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  ignores: {
    'timeouts without a fault': bad.replace(/fault: .*/, 'name: main'),
  },
  passes: {
    'accepts a timeout that is switched off': bad.replace('5s', '0s'),
  },
  fails: {
    'with a timeout': [
      bad,
      {
        path: 'spec.http[0].timeout',
        got: '5s beside spec.http[0].fault',
        effect: expect.stringContaining('wait without this limit'),
      },
    ],
    'with retries': [
      bad.replace('timeout: 5s', 'retries: { attempts: 3 }'),
      { path: 'spec.http[0].retries', effect: expect.stringContaining('Nothing is retried') },
    ],
  },
});
