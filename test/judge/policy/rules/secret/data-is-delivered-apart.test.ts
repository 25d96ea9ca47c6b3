import rule from '../../../../../lib/judge/policy/rules/secret/data-is-delivered-apart.js';
import { object } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts empty data': object('v1', 'Secret', 'data: {}'),
  },
  fails: {
    'for data and stringData, without the values': [
      object('v1', 'Secret', 'data: { b: eHl6, a: eHl6 }\nstringData: { c: xyz }'),
      { path: 'data', got: '2 entries (a, b)' },
      { path: 'stringData', got: '1 entries (c)' },
    ],
  },
});
