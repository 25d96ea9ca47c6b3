import { expect, test } from 'vitest';
import { identityKey, type Json, type ManifestObject } from '../../lib/manifest/object.js';
import { compare } from '../../lib/parity/compare.js';
import { classify } from '../../lib/parity/report.js';
import { likeTheChart, ourObjects } from '../support/renderings.js';

/** Another value in place of each that an object holds, one at a time. */
function* changes(value: Json, place: string): Generator<readonly [place: string, changed: Json]> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      for (const [path, changed] of changes(item, place)) yield [path, value.with(index, changed)];
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) {
      for (const [path, changed] of changes(child, `${place}.${key}`)) yield [path, { ...value, [key]: changed }];
    }
  } else yield [place, typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${value}x`];
}

const INTENDED_AT = /(created-by|checksum\/config|trust-root-sha256|cert-manager\.io\/inject-ca-from)$/;

test('a change of any field is reported, except for labels, checksums, the writer of an authority, and an old API group', () => {
  const ours = ourObjects().filter(({ kind }) => kind !== 'CustomResourceDefinition' && kind !== 'ConfigMap');
  const counterparts = new Map(ours.map((object) => [identityKey(object), object]));
  const silent: string[] = [];
  let count = 0;
  for (const object of likeTheChart(ourObjects())) {
    const own = counterparts.get(identityKey(object));
    if (own === undefined) continue;
    for (const [place, changed] of changes(object, '')) {
      count += 1;
      const { missing, extra } = classify(compare([changed as ManifestObject], [own]));
      if (missing.length + extra.length === 0) silent.push(`${object.kind} ${object.metadata.name} ${place}`);
    }
  }
  expect(count).toBeGreaterThan(800);
  expect(silent.filter((place) => !INTENDED_AT.test(place))).toEqual([
    // Of the one rule for the API group `extensions`.
    'ClusterRole linkerd-linkerd-proxy-injector .rules.resources',
    'ClusterRole linkerd-linkerd-proxy-injector .rules.verbs',
  ]);
});
