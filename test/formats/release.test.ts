import { describe, expect, test } from 'vitest';
import {
  compareMinors,
  compareReleases,
  isWithinReleases,
  minorsApart,
  parseRelease,
  rangeWords,
  reaches,
  sameMinor,
} from '../../lib/formats/release.js';

test.each([
  ['1.30.3', { major: 1, minor: 30, patch: 3 }],
  ['v2.14', { major: 2, minor: 14, patch: undefined }],
  ['2.14.2-alpine3.20', { major: 2, minor: 14, patch: 2 }],
  ['v1.30.3+k3s1', { major: 1, minor: 30, patch: 3 }],
  ['1.2.3.4', undefined],
  ['1', undefined],
  ['alpine', undefined],
])('%s is read as %o', (text, release) => {
  expect(parseRelease(text)).toEqual(release);
});

test.each([
  ['2.9.25', '2.10', -1],
  ['2.14.2', '2.14', 0],
  ['v2.14', '2.12.9', 1],
  ['3.0', '2.99', 1],
  ['alpine', '2.9', -1],
])('the minors of %s and %s are in the order %i', (a, b, order) => {
  expect(Math.sign(compareMinors(a, b))).toBe(order);
});

test('of one minor release, the patch decides', () => {
  expect(['2.14.2', '2.9.3', '2.14', '2.14.10'].toSorted(compareReleases)).toEqual([
    '2.9.3',
    '2.14',
    '2.14.2',
    '2.14.10',
  ]);
});

describe('ranges', () => {
  test.each([
    ['1.1.1', true],
    ['1.2.0', true],
    ['1.10.0', true],
    ['1.11.3', true],
    ['1.11.4', false],
    ['1.1.0', false],
    ['0.9.9', false],
    ['2.0.0', false],
  ])('%s is within 1.1.1 to 1.11.3: %s', (release, within) => {
    expect(isWithinReleases(release, ['1.1.1', '1.11.3'])).toBe(within);
  });

  test.each([
    ['1.5', ['1.1.1', '1.5.1'], true],
    ['1.6', ['1.1.1', '1.5.1'], false],
    ['1.1', ['1.1.1', '1.5.1'], true],
    ['1.36.9', ['1.32', '1.36'], true],
    ['1.37.0', ['1.32', '1.36'], false],
    ['1.99', ['1.33'], true],
    ['1.32', ['1.33'], false],
  ] as const)('%s is within %j, of which a line has all its patches: %s', (release, range, within) => {
    expect(isWithinReleases(release, range)).toBe(within);
  });

  test('read as words', () => {
    expect(rangeWords(['1.32', '1.36'])).toBe('1.32 to 1.36');
    expect(rangeWords(['1.33'])).toBe('1.33 or later');
    expect(rangeWords(['1.5.1', '1.5.1'])).toBe('1.5.1');
  });
});

test('tells minor releases apart, but not patches', () => {
  expect(sameMinor('1.5.0', '1.5.1')).toBe(true);
  expect(sameMinor('1.5.0', '1.4.0')).toBe(false);
  expect(sameMinor('1.5.0', '2.5.0')).toBe(false);
  expect(sameMinor('alpine', 'alpine')).toBe(false);
});

test('counts minor releases within a major one only', () => {
  expect(minorsApart('1.30.3', '1.28.0')).toBe(2);
  expect(minorsApart('1.30.3', '2.30.3')).toBe(Number.POSITIVE_INFINITY);
});

test.each([
  ['1.30', ['1.31'], false],
  ['1.31', ['1.31'], true],
  ['1.32', ['1.31'], true],
  ['2.14.7', ['2.14.8', '2.15.1'], false],
  ['2.14.8', ['2.14.8', '2.15.1'], true],
  ['2.15.0', ['2.14.8', '2.15.1'], false],
  ['2.15.1', ['2.14.8', '2.15.1'], true],
  ['2.16.0', ['2.14.8', '2.15.1'], true],
  ['2.12.15', ['2.14.8', '2.15.1'], false],
  ['2.14', ['2.14.8', '2.15.1'], undefined],
  ['1.6-experimental', ['1.5'], true],
])('%s reaches one of %j: %s', (release, firsts, expected) => {
  expect(reaches(release, firsts)).toBe(expected);
});
