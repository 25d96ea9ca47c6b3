import { expect, test } from 'vitest';
import { firstReleases, hasChange, leafHoldsBack } from '../../../lib/formats/nats-conf/release-changes.js';

test.each([
  ['2.12.15', false, false],
  ['2.12', false, false],
  ['2.13.0', false, false],
  ['2.14.7', false, false],
  ['2.14.8', true, false],
  ['2.14.9', true, false],
  ['2.14.10', true, true],
  ['2.15.0', false, false],
  ['2.15.1', true, false],
  ['2.15.2', true, false],
  ['2.15.3', true, true],
  ['2.16.0', true, true],
  ['2.16', true, true],
  ['3.0.0', true, true],
  ['2.14', undefined, undefined],
  ['2.15', undefined, undefined],
])('knows what %s compares', (release, imports, acknowledgements) => {
  expect(hasChange(release, 'importsByLinkSubject')).toBe(imports);
  expect(hasChange(release, 'acknowledgementsNeedPermission')).toBe(acknowledgements);
});

test.each([
  ['2.12.12', false],
  ['2.12.14', true],
  ['2.14.3', false],
  ['2.14.4', true],
  ['2.14.9', true],
  ['2.14.10', false],
  ['2.15.0', true],
  ['2.15.2', true],
  ['2.15.3', false],
  ['2.16.0', false],
  ['2.12', undefined],
  ['2.14', undefined],
])('knows whether a leaf of %s holds back what it may not receive', (release, expected) => {
  expect(leafHoldsBack(release)).toBe(expected);
});

test('names the first releases', () => {
  expect(firstReleases('importsByLinkSubject')).toBe('2.14.8 or 2.15.1');
});
