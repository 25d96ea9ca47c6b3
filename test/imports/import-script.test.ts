import { describe, expect, test } from 'vitest';
import { fold } from '../../scripts/import/fold.js';
import { hoistRepetitions } from '../../scripts/import/hoist.js';
import { closedObject, type JsonSchema, sorted } from '../../scripts/import/json-schema.js';

describe('hoistRepetitions', () => {
  const only = (kinds: Record<string, JsonSchema>) => fold(new Map([['1.0', { kinds, definitions: {} }]]));
  const wide = () =>
    closedObject(Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`field${n}`, { type: 'string' }])), []);

  test('names a shape that occurs twice, and leaves single ones where they are', () => {
    const single = closedObject({ other: wide() }, []);
    const twice = closedObject({ a: wide(), b: { type: 'array', items: wide() } }, []);
    expect(hoistRepetitions(only({ single })).definitions).toEqual({});
    const { kinds, definitions } = hoistRepetitions(only({ twice }));
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
