import { expect, test } from 'vitest';
import { parseQuantity } from '../../lib/formats/quantity.js';

const nano = 1_000_000_000n;

test.each([
  ['1', nano],
  [2, 2n * nano],
  [0.5, nano / 2n],
  ['250m', nano / 4n],
  ['1.', nano],
  ['.5', nano / 2n],
  ['+1', nano],
  ['-1', -nano],
  ['1u', 1000n],
  ['1n', 1n],
  ['0.1n', 1n],
  ['1k', 1000n * nano],
  ['1M', 1_000_000n * nano],
  ['1G', 10n ** 9n * nano],
  ['1T', 10n ** 12n * nano],
  ['1P', 10n ** 15n * nano],
  ['1E', 10n ** 18n * nano],
  ['1e3', 1000n * nano],
  ['1E3', 1000n * nano],
  ['1e-3', nano / 1000n],
  ['1Ki', 1024n * nano],
  ['1.5Mi', 1536n * 1024n * nano],
  ['1Gi', 1024n ** 3n * nano],
  ['1Ti', 1024n ** 4n * nano],
  ['1Pi', 1024n ** 5n * nano],
  ['1Ei', 1024n ** 6n * nano],
])('reads %s exactly', (text, value) => {
  expect(parseQuantity(text)).toBe(value);
});

test.each(['', 'lots', '1 Gi', '1gi', '1Kim', '.', '1e', null, true, undefined])('refuses %j', (text) => {
  expect(parseQuantity(text)).toBeUndefined();
});

test('holds what a double cannot', () => {
  expect(parseQuantity('9007199254740993')).toBe(9007199254740993n * nano);
});
