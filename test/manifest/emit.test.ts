import fc from 'fast-check';
import { dump, load, YAML11_SCHEMA } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { DUMP_OPTIONS, emit, emitDocument } from '../../lib/manifest/emit.js';
import type { Json, JsonObject, ManifestObject } from '../../lib/manifest/object.js';
import { inCanonicalOrder } from '../../lib/manifest/order.js';
import { nastyKeys, nastyStrings } from '../fixtures/nasty-scalars.js';

/** Only some readers take these for a number, and js-yaml leaves some of them bare. */
const isNumberLike = (text: string) => /^[-+]?[0-9a-fxobe_.+-]+$/i.test(text);

const anyText = fc.oneof(
  fc.constantFrom(...nastyStrings),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...' \n\t-:#|>a"\'\\0\r\u2028') }),
);
const anyKey = fc.oneof(
  fc.constantFrom(...nastyKeys),
  fc.string({ unit: 'binary' }),
  fc.string({ maxLength: 1100, minLength: 1000 }),
);

function objectsOf(key: fc.Arbitrary<string>, text: fc.Arbitrary<string>): fc.Arbitrary<JsonObject> {
  return fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      text,
      fc.boolean(),
      fc.constant(null),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
      fc.array(tie('value'), { maxLength: 4 }),
      tie('object'),
    ),
    object: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: false }),
  })).object;
}

describe('emit', () => {
  test('writes, byte for byte, what js-yaml writes for the same object in canonical order', () => {
    const plainText = anyText.filter((text) => !isNumberLike(text));
    const simpleKey = anyKey.filter((key) => !key.includes('\n') && key.length < 1000 && !isNumberLike(key));
    fc.assert(
      fc.property(objectsOf(simpleKey, plainText), (object) => {
        const byJsYaml = dump(inCanonicalOrder(object), DUMP_OPTIONS).replace(/\n\.\.\.\n$/, '\n');
        expect(emitDocument(object)).toBe(byJsYaml);
      }),
      { numRuns: 400 },
    );
  });

  test('reads back identically by js-yaml and by yaml, as YAML 1.2 and 1.1, for every nasty string and key', () => {
    const data: JsonObject = {};
    nastyStrings.forEach((value, index) => {
      data[`v${index}`] = value;
    });
    for (const key of nastyKeys) data[key] = 'value';
    const object: ManifestObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'nasty' }, data };
    const text = emit([object]);
    expect(load(text)).toEqual(object);
    expect(load(text, { schema: YAML11_SCHEMA })).toEqual(object);
    expect(parse(text)).toEqual(object);
    expect(parse(text, { version: '1.1' })).toEqual(object);
  });

  test('reads back identically by js-yaml and by yaml for arbitrary objects', () => {
    fc.assert(
      fc.property(objectsOf(anyKey, anyText), (object) => {
        const text = emitDocument(object);
        expect(load(text)).toEqual(object);
        expect(parse(text, { uniqueKeys: false })).toEqual(object);
      }),
      { numRuns: 200 },
    );
  });

  test('orders keys with the identity first, and keeps the order of objects', () => {
    const namespace: ManifestObject = { kind: 'Namespace', metadata: { name: 'ns' }, apiVersion: 'v1' };
    const service: ManifestObject = {
      spec: { b: 1, a: 2, name: 'x' },
      kind: 'Service',
      metadata: { namespace: 'ns', name: 's' },
      apiVersion: 'v1',
    };
    expect(emit([namespace, service])).toBe(
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ns\n---\n' +
        'apiVersion: v1\nkind: Service\nmetadata:\n  name: s\n  namespace: ns\nspec:\n  name: x\n  a: 2\n  b: 1\n',
    );
  });

  test('quotes what another reader would take for a number, as key and as value', () => {
    expect(emitDocument({ commit: 'e1234567', hex: '0XFF', sum: '-_9', E5: 'x' })).toBe(
      "'E5': x\ncommit: 'e1234567'\nhex: '0XFF'\nsum: '-_9'\n",
    );
  });

  test('writes names, hosts, paths and images as js-yaml writes them', () => {
    const sign = fc.constantFrom('-', '.', '/', ':');
    const word = fc.string({ unit: fc.constantFrom(...'aefinoxyz0169'), minLength: 1, maxLength: 5 });
    const name = fc
      .tuple(word, fc.array(fc.tuple(sign, word), { minLength: 1, maxLength: 4 }))
      .map(([first, rest]) => `${first}${rest.map((pair) => pair.join('')).join('')}`)
      .filter((text) => !isNumberLike(text) || /^[a-z]{2}/.test(text));
    fc.assert(
      fc.property(name, (text) => {
        expect(emitDocument({ key: text })).toBe(dump({ key: text }, DUMP_OPTIONS));
        expect(parse(emitDocument({ key: text }), { version: '1.1' })).toEqual({ key: text });
        expect(load(emitDocument({ key: text }), { schema: YAML11_SCHEMA })).toEqual({ key: text });
      }),
      { numRuns: 1000 },
    );
  });

  test('writes whole numbers of every size as js-yaml writes them', () => {
    for (const number of [0, -0, -1, 2 ** 31, 2 ** 53 - 1, 2 ** 53, -(2 ** 60), 1e21, 1.5, 1e-7]) {
      expect(emitDocument({ number })).toBe(dump({ number }, DUMP_OPTIONS));
    }
  });

  test('indents a text of several lines where it occurs again, short or long', () => {
    for (const lines of [3, 300]) {
      const text = 'line of a file\n'.repeat(lines);
      const deep = { text, nested: { text, list: [{ text }, text] } };
      expect(load(emitDocument(deep))).toEqual(deep);
    }
  });

  test('keeps the order of lists', () => {
    expect(emitDocument({ list: ['b', 'a', { z: 1, w: [] }] })).toBe('list:\n- b\n- a\n- w: []\n  z: 1\n');
  });

  test('never folds a long line and never writes an anchor for a shared value', () => {
    const shared = { text: 'word '.repeat(60).trim() };
    const text = emitDocument({ a: shared, b: shared });
    expect(text.split('\n')).toHaveLength(5);
    expect(text).not.toMatch(/[&*]/);
  });
});
