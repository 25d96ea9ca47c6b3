import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateCluster } from '../../../../lib/judge/policy/engine.js';
import { allRules } from '../../../../lib/judge/policy/rules/all.js';
import type { Json, ManifestObject } from '../../../../lib/manifest/object.js';
import { clusterFrom } from '../../../support/rule-tester.js';

const texts = allRules.flatMap(({ passes, fails }) =>
  [passes, fails].flatMap((text) => (typeof text === 'string' ? text : Object.values(text))),
);
const views = texts.map((text) => clusterFrom(text));

/** Replaces the value at the nth place of a depth-first walk. */
function replaced(value: Json, place: { left: number }, by: Json): Json {
  place.left -= 1;
  if (place.left < 0) return place.left === -1 ? by : value;
  if (Array.isArray(value)) return value.map((item) => replaced(item, place, by));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, place, by)]));
}

test('no rule throws on an object that is malformed in one place', () => {
  const junk = fc.oneof(fc.constantFrom<Json[]>(null, '', 'x', 0, -1, true, [], {}, [null], { a: null }, [[]], ['x']));
  fc.assert(
    fc.property(fc.constantFrom(...views), fc.nat(60), junk, (view, place, by) => {
      const resources = view.resources.map((resource) => {
        const { apiVersion, kind, metadata } = resource.object;
        const broken = replaced(resource.object, { left: place + 1 }, by) as ManifestObject;
        // The loader lets no object through without these.
        return {
          ...resource,
          object: { ...broken, apiVersion, kind, metadata: { ...broken.metadata, name: metadata.name } },
        };
      });
      expect(evaluateCluster(allRules, { name: 'test', resources }).crashes).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
