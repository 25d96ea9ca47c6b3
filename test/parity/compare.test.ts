import { describe, expect, test } from 'vitest';
import type { Json, ManifestObject } from '../../lib/manifest/object.js';
import { compare } from '../../lib/parity/compare.js';

const map = (name: string, data: { [key: string]: Json }) =>
  ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'n' }, data }) as ManifestObject;
const pod = (names: string[]) =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { containers: names.map((name) => ({ name })) },
  }) as ManifestObject;

describe('compare', () => {
  test('finds nothing between an object and itself', () => {
    expect(compare([map('a', { x: '1' })], [map('a', { x: '1' })])).toEqual([]);
  });

  test('says which side has what, sorted by object and field', () => {
    const chart = [map('b', { both: 'chart', theirs: 'x' }), map('a', {})];
    const ours = [map('c', {}), map('b', { both: 'ours', own: 'y' })];
    expect(compare(chart, ours)).toEqual([
      { object: 'ConfigMap n/a', path: '', chart: 'the object' },
      { object: 'ConfigMap n/b', path: 'data.both', chart: 'chart', ours: 'ours' },
      { object: 'ConfigMap n/b', path: 'data.own', ours: 'y' },
      { object: 'ConfigMap n/b', path: 'data.theirs', chart: 'x' },
      { object: 'ConfigMap n/c', path: '', ours: 'the object' },
    ]);
  });

  test('compares the order of what both sides have', () => {
    const paths = (chart: string[], ours: string[]) => compare([pod(chart)], [pod(ours)]).map(({ path }) => path);
    expect(paths(['a', 'b'], ['b', 'a'])).toEqual(['spec.containers.order']);
    expect(paths(['a', 'new', 'b'], ['a', 'b'])).toEqual(['spec.containers.new.name']);
  });
});
