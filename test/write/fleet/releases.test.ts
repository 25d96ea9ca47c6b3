import { expect, test } from 'vitest';
import { liesWithinReleases, sameMinor } from '../../../lib/write/fleet/releases.js';

test.each([
  ['1.1.1', true],
  ['1.2.0', true],
  ['1.10.0', true],
  ['1.11.3', true],
  ['1.11.4', false],
  ['1.1.0', false],
  ['0.9.9', false],
  ['2.0.0', false],
])('counts %s by number, both ends included', (release, within) => {
  expect(liesWithinReleases(release, ['1.1.1', '1.11.3'])).toBe(within);
});

test('tells minor releases apart, and patches not', () => {
  expect(sameMinor('1.5.0', '1.5.1')).toBe(true);
  expect(sameMinor('1.5.0', '1.4.0')).toBe(false);
  expect(sameMinor('1.5.0', '2.5.0')).toBe(false);
});
