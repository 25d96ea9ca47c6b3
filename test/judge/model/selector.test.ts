import { expect, test } from 'vitest';
import { matchesSelector } from '../../../lib/judge/model/selector.js';

const labels = { app: 'web', tier: 'front' };
const expression = (key: string, operator: string, ...values: string[]) => ({
  matchExpressions: [{ key, operator, values }],
});

test.each([
  ['an empty selector', {}, true],
  ['an absent selector', undefined, false],
  ['all of two labels', { matchLabels: { app: 'web', tier: 'front' } }, true],
  ['one of two labels', { matchLabels: { app: 'web', tier: 'back' } }, false],
  ['an absent label', { matchLabels: { zone: 'a' } }, false],
  ['a key that every object inherits', { matchLabels: { toString: 'a' } }, false],
  ['In', expression('app', 'In', 'api', 'web'), true],
  ['In without the value', expression('app', 'In', 'api'), false],
  ['In of an absent label', expression('zone', 'In', 'a'), false],
  ['NotIn', expression('app', 'NotIn', 'api'), true],
  ['NotIn with the value', expression('app', 'NotIn', 'api', 'web'), false],
  ['NotIn of an absent label', expression('zone', 'NotIn', 'a'), true],
  ['Exists', expression('app', 'Exists'), true],
  ['Exists of an absent label', expression('zone', 'Exists'), false],
  ['DoesNotExist', expression('app', 'DoesNotExist'), false],
  ['DoesNotExist of an absent label', expression('zone', 'DoesNotExist'), true],
  ['an unknown operator', expression('app', 'Gt', '1'), false],
  ['labels and an expression that fails', { matchLabels: { app: 'web' }, ...expression('tier', 'In', 'back') }, false],
])('%s', (_name, selector, matches) => {
  expect(matchesSelector(selector, labels)).toBe(matches);
});
