import { expect } from 'vitest';
import rule from '../../../../../lib/judge/policy/rules/istio/weights-add-up-to-100.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  ignores: {
    'one destination without a weight': bad.replace(/\n.*subset: v2.*/, ''),
  },
  passes: {
    'accepts a version without requests': bad.replace('subset: v2 }, weight: 100', 'subset: v2 }, weight: 0'),
  },
  fails: {
    'of 200': [
      bad,
      {
        path: 'spec.http[0].route',
        got: 'weights 100, 100, which add up to 200',
        effect: expect.stringContaining('50% to 50%'),
      },
    ],
    'of 0': [
      bad.replaceAll('weight: 100', 'weight: 0'),
      { got: 'weights 0, 0, which add up to 0', effect: expect.stringContaining('istiod rejects') },
    ],
    'that are missing': [
      bad.replace('subset: v2 }, weight: 100', 'subset: v2 }'),
      { path: 'spec.http[0].route[1].weight', got: 'nothing, which is 0 beside 100' },
    ],
  },
});
