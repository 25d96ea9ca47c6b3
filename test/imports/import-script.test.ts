import { describe, expect, test } from 'vitest';
import { overlayFacets } from '../../scripts/import/facets.js';
import { hoistRepetitions } from '../../scripts/import/hoist.js';
import { closedObject, type JsonSchema, sorted } from '../../scripts/import/json-schema.js';

describe('overlayFacets', () => {
  test('adds limits and patterns below references, and never fields, closed sets or list lengths', () => {
    const schema: JsonSchema = closedObject({ ports: { type: 'array', items: { $ref: '#/definitions/Port' } } }, []);
    const definitions = { Port: closedObject({ number: { type: 'number' }, name: { type: 'string' } }, []) };
    overlayFacets(
      schema,
      closedObject(
        {
          ports: {
            type: 'array',
            maxItems: 2,
            items: closedObject(
              {
                number: { type: 'integer', format: 'int32', minimum: 1 },
                name: { type: 'string', pattern: '^a', enum: ['a'] },
                gone: { type: 'string' },
              },
              [],
            ),
          },
        },
        [],
      ),
      definitions,
    );
    expect(schema.properties?.['ports']).toEqual({ type: 'array', items: { $ref: '#/definitions/Port' } });
    expect(definitions.Port.properties).toEqual({
      number: { type: 'integer', format: 'int32', minimum: 1 },
      name: { type: 'string', pattern: '^a' },
    });
  });
});

describe('hoistRepetitions', () => {
  const wide = () =>
    closedObject(Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`field${n}`, { type: 'string' }])), []);

  test('names a shape that occurs twice, and leaves single ones where they are', () => {
    const single = closedObject({ other: wide() }, []);
    const twice = closedObject({ a: wide(), b: { type: 'array', items: wide() } }, []);
    expect(hoistRepetitions({ kinds: { single }, definitions: {} }).definitions).toEqual({});
    const { kinds, definitions } = hoistRepetitions({ kinds: { twice }, definitions: {} });
    expect(definitions).toEqual({ a: wide() });
    expect(kinds['twice']?.properties).toEqual({
      a: { $ref: '#/definitions/a' },
      b: { type: 'array', items: { $ref: '#/definitions/a' } },
    });
  });
});

test('sorted orders keys at every depth and keeps lists as they are', () => {
  expect(JSON.stringify(sorted({ b: [{ d: 1, c: 2 }, 'a'], a: null }))).toBe('{"a":null,"b":[{"c":2,"d":1},"a"]}');
});
