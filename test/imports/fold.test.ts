import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unfold } from '../../lib/judge/schema/unfold.js';
import { fold } from '../../scripts/import/fold.js';
import { closedObject, type JsonSchema, type SchemaFile } from '../../scripts/import/json-schema.js';

const RELEASES = ['1.1', '1.2', '1.3', '1.4'];

/** A field's life: the release that brings it, the one that takes it, and its schema in each between. */
const life = (schema: fc.Arbitrary<JsonSchema>) =>
  fc.record({
    since: fc.nat(RELEASES.length - 1),
    length: fc.integer({ min: 1, max: RELEASES.length }),
    schemas: fc.array(schema, { minLength: RELEASES.length, maxLength: RELEASES.length }),
  });

const scalar: fc.Arbitrary<JsonSchema> = fc.oneof(
  fc.constant<JsonSchema>({ type: 'string' }),
  fc.record({ type: fc.constant('string'), enum: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }) }),
  fc.record({ type: fc.constant('integer'), minimum: fc.nat(2) }),
);
const names = ['a', 'b', 'c'];

/** An object in each release, whose fields come, go and change; some are objects themselves, or lists of them. */
function objects(depth: number): fc.Arbitrary<readonly JsonSchema[]> {
  const fields = fc.tuple(
    ...names.map(() => fc.option(depth === 0 ? life(scalar) : fc.oneof(life(scalar), nested(depth - 1)))),
  );
  return fields.map((lives) =>
    RELEASES.map((_, release) => {
      const properties: Record<string, JsonSchema> = {};
      for (const [index, field] of lives.entries()) {
        if (field === null || release < field.since || release >= field.since + field.length) continue;
        properties[names[index] ?? ''] = structuredClone(field.schemas[release] ?? {});
      }
      const required = Object.keys(properties).filter((_name, index) => (index + release) % 3 === 0);
      return closedObject(properties, required);
    }),
  );
}

function nested(depth: number) {
  return fc
    .tuple(life(fc.constant<JsonSchema>({})), objects(depth), fc.boolean())
    .map(([{ since, length }, schemas, isList]) => ({
      since,
      length,
      schemas: schemas.map((items): JsonSchema => (isList ? { type: 'array', items } : items)),
    }));
}

/** Without what is noted of other releases. */
function judged(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(judged);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !['otherReleases', 'otherValues', 'newer', 'newerValues'].includes(key))
      .map(([key, child]) => [key, judged(child)]),
  );
}

function folded(schemas: readonly JsonSchema[]) {
  return fold(
    new Map(
      RELEASES.map((release, index): [string, SchemaFile] => [
        release,
        { kinds: { Thing: schemas[index] ?? {} }, definitions: {} },
      ]),
    ),
  );
}

describe('folding releases', () => {
  test('loses nothing: each release is unfolded to what it was', () => {
    fc.assert(
      fc.property(objects(2), (schemas) => {
        const { kinds } = folded(schemas);
        for (const [index, release] of RELEASES.entries()) {
          const reading = { file: 'thing', releases: RELEASES, release };
          expect(judged(unfold(kinds['Thing'] ?? {}, reading))).toEqual(schemas[index]);
        }
      }),
      { numRuns: 500, seed: 12 },
    );
  });

  test('says a release once where something comes, and once where it goes', () => {
    const thing = (...fields: string[]) =>
      closedObject(Object.fromEntries(fields.map((field) => [field, { type: 'string' }])), []);
    expect(folded([thing('a'), thing('a', 'b'), thing('a', 'b'), thing('b')]).kinds['Thing']).toEqual({
      type: 'object',
      additionalProperties: false,
      properties: { a: { type: 'string', until: '1.4' }, b: { type: 'string', since: '1.2' } },
    });
  });

  test('refuses a field that went and came back, which it cannot say', () => {
    const [without, having] = [closedObject({}, []), closedObject({ a: { type: 'string' } }, [])];
    expect(() => folded([having, without, having, having])).toThrow('a was removed and added again');
  });
});
