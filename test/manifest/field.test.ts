import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { Field } from '../../lib/manifest/field.js';
import type { ManifestObject } from '../../lib/manifest/object.js';

function fieldOf(text: string): Field {
  return Field.of({ object: load(text) as ManifestObject, file: 'a.yaml', document: 0 });
}

const service = fieldOf(`
apiVersion: v1
kind: Service
metadata:
  name: web
  labels: { app.kubernetes.io/name: web, "8080": true, tier: ~, release: 3 }
spec:
  type: ~
  ports: [{ port: 80, protocol: UDP }, 7]
  externalIPs: [10.0.0.1, 5, 10.0.0.2]
  selector: {}
  headless: false
`);

describe('the path of a field', () => {
  test('names keys and positions from the root of the object', () => {
    expect(service.path).toBe('');
    expect(service.at('spec', 'ports', 0, 'port').path).toBe('spec.ports[0].port');
    expect(service.at('spec').at('ports').at(0).at('port').path).toBe('spec.ports[0].port');
  });

  test('quotes keys that would be misread', () => {
    expect(service.at('metadata', 'labels', 'app.kubernetes.io/name').path).toBe(
      'metadata.labels["app.kubernetes.io/name"]',
    );
    expect(service.at('metadata', 'labels', '8080').path).toBe('metadata.labels["8080"]');
  });

  test('is there for a field that is absent, below anything', () => {
    const absent = service.at('spec', 'ports', 9, 'name', 'x');
    expect(absent.path).toBe('spec.ports[9].name.x');
    expect(absent.value).toBeUndefined();
    expect(absent.step).toBe('x');
  });

  test('leads to the field beside another, present or not', () => {
    const port = service.at('spec', 'ports', 0, 'port');
    expect(port.beside('protocol').path).toBe('spec.ports[0].protocol');
    expect(port.beside('protocol').text).toBe('UDP');
    expect(port.beside('name').isSet).toBe(false);
  });

  test('is that of the text for all that is in its document', () => {
    const text = fieldOf('{ kind: ConfigMap, data: { mesh: "a: { b: 1 }" } }').at('data', 'mesh');
    const found = text.document({ a: { b: [1] } }).at('a', 'b');
    expect(found.value).toEqual([1]);
    expect(found.path).toBe('data.mesh');
    expect(found.items.map(({ path }) => path)).toEqual(['data.mesh']);
  });
});

describe('the value of a field', () => {
  test('has one type, and is undefined under every other', () => {
    const port = service.at('spec', 'ports', 0);
    expect([port.at('port').number, port.at('port').text, port.at('port').mapping]).toEqual([80, undefined, undefined]);
    expect([port.at('protocol').text, port.at('protocol').boolean]).toEqual(['UDP', undefined]);
    expect([service.at('spec', 'headless').boolean, service.at('spec', 'headless').number]).toEqual([false, undefined]);
    expect([port.mapping, service.at('spec', 'ports').mapping]).toEqual([{ port: 80, protocol: 'UDP' }, undefined]);
  });

  test('is not set if it is null, as for the API server', () => {
    expect(service.at('spec', 'type').value).toBeNull();
    expect(service.at('spec', 'type').isSet).toBe(false);
    expect(service.at('spec', 'none').isSet).toBe(false);
    expect(service.at('spec', 'headless').isSet).toBe(true);
  });

  test('is empty without a value or anything in it; false and 0 are values', () => {
    const values = fieldOf('{ a: ~, b: "", c: [], d: {}, e: false, f: 0, g: [~], h: { i: ~ } }');
    const empty = [...values.entries, ['absent', values.at('absent')] as const].filter(([, { isEmpty }]) => isEmpty);
    expect(empty.map(([key]) => key)).toEqual(['a', 'b', 'c', 'd', 'absent']);
  });

  test('never comes from the prototype of a mapping or list', () => {
    expect(service.at('constructor').value).toBeUndefined();
    expect(service.at('spec', 'ports', 'length').value).toBeUndefined();
  });
});

describe('what is in a field', () => {
  test('is the items of a list, whatever they are, with their paths', () => {
    const { items } = service.at('spec', 'ports');
    expect(items.map(({ path }) => path)).toEqual(['spec.ports[0]', 'spec.ports[1]']);
    expect(items.map((item) => item.at('port').number)).toEqual([80, undefined]);
    expect(service.at('spec', 'selector').items).toEqual([]);
    expect(service.at('spec', 'none').items).toEqual([]);
  });

  test('is the entries of a mapping, null ones included', () => {
    const { entries } = service.at('metadata', 'labels');
    expect(entries.map(([key, field]) => [key, field.value])).toEqual([
      ['8080', true],
      ['app.kubernetes.io/name', 'web'],
      ['tier', null],
      ['release', 3],
    ]);
    expect(entries[1]?.[1].path).toBe('metadata.labels["app.kubernetes.io/name"]');
    expect(service.at('spec', 'ports').entries).toEqual([]);
  });

  test('is read as text without what is none', () => {
    expect(service.at('spec', 'externalIPs').texts).toEqual(['10.0.0.1', '10.0.0.2']);
    expect(service.at('metadata', 'labels').textEntries).toEqual({ 'app.kubernetes.io/name': 'web' });
  });
});

describe('a violation', () => {
  test('names the object and the path, and shows the value unless told what was found', () => {
    const port = service.at('spec', 'ports', 0, 'port');
    const fault = { expected: '443', fix: 'Use 443.' };
    expect(port.violation(fault)).toEqual({
      resource: service.resource,
      path: 'spec.ports[0].port',
      got: '80',
      ...fault,
    });
    expect(port.violation({ ...fault, got: 'HTTP', effect: 'It is not encrypted.' })).toMatchObject({
      got: 'HTTP',
      effect: 'It is not encrypted.',
    });
    expect(port.beside('name').violation(fault).got).toBe('nothing');
  });

  test('shows text as it is, or in quotes if its type matters, and long values cut', () => {
    const values = fieldOf(`{ a: web, b: "5", c: 5, d: [1], e: [], f: { g: 1 }, h: ${'x'.repeat(100)} }`);
    const shown = (key: string): readonly string[] => [values.at(key).shown, values.at(key).quoted];
    expect(shown('a')).toEqual(['web', '"web"']);
    expect(shown('b')).toEqual(['5', '"5"']);
    expect(shown('c')).toEqual(['5', '5']);
    expect(shown('d')).toEqual(['[1]', 'a list of 1']);
    expect(shown('e')).toEqual(['[]', 'an empty list']);
    expect(shown('f')).toEqual(['{"g":1}', 'a mapping']);
    expect(values.at('h').quoted).toBe(`"${'x'.repeat(79)}…`);
  });

  test('never shows the content of a Secret', () => {
    const secret = fieldOf(
      '{ kind: Secret, type: Opaque, data: { a: aHVudGVyMg== }, stringData: { b.c: hunter2, d: 5 } }',
    );
    for (const field of [secret.at('data', 'a'), secret.at('stringData', 'b.c')]) {
      expect([field.shown, field.quoted]).toEqual(Array(2).fill(`<redacted ${field.text?.length} bytes>`));
      expect(field.violation({ expected: 'x', fix: 'y' }).got).toMatch(/^<redacted/);
    }
    expect(secret.at('stringData', 'd').shown).toBe('<redacted 1 bytes>');
    expect(secret.at('type').shown).toBe('Opaque');
    expect(secret.at('data', 'none').shown).toBe('nothing');
  });
});

describe('the fields at a pattern', () => {
  const ports = fieldOf(`
metadata: { name: web, annotations: { example.org/owner: me } }
spec: { ports: [{ port: 80, names: [a, b] }, { port: 443, names: [c] }] }
`);
  const paths = (pattern: string) => ports.all(pattern).map(({ path, value }) => [path, value]);

  test('names one field, present or not', () => {
    expect(paths('metadata.name')).toEqual([['metadata.name', 'web']]);
    expect(paths('spec.type')).toEqual([['spec.type', undefined]]);
  });

  test('reads keys in quotes', () => {
    expect(paths('metadata.annotations["example.org/owner"]')).toEqual([
      ['metadata.annotations["example.org/owner"]', 'me'],
    ]);
  });

  test('names the field of every item of a list, and of lists in lists', () => {
    expect(paths('spec.ports[*].port')).toEqual([
      ['spec.ports[0].port', 80],
      ['spec.ports[1].port', 443],
    ]);
    expect(paths('spec.ports[*].names[*]').map(([path]) => path)).toEqual([
      'spec.ports[0].names[0]',
      'spec.ports[0].names[1]',
      'spec.ports[1].names[0]',
    ]);
  });

  test('names nothing below a list that is absent', () => {
    expect(paths('spec.externalIPs[*]')).toEqual([]);
  });
});
