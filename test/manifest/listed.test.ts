import { expect, test } from 'vitest';
import { listed } from '../../lib/manifest/listed.js';

const words = (count: number) => Array.from({ length: count }, (_, index) => `w${index}`);

test('shows a dozen, and counts the rest', () => {
  expect(listed([])).toBe('');
  expect(listed([1, 2], ' or ')).toBe('1 or 2');
  expect(listed(words(12))).toBe(words(12).join(', '));
  expect(listed(words(13))).toBe(`${words(12).join(', ')} and 1 more`);
  expect(listed(words(5000)).length).toBeLessThan(100);
});
