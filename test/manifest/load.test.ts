import { describe, expect, test } from 'vitest';
import { duplicateNotes, parseManifests } from '../../lib/manifest/load.js';

const map = (name: string, more = '') => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n${more}`;
const kindsOf = (text: string) => parseManifests(text, 'a.yaml').notes.map(({ kind, level }) => `${level} ${kind}`);
const readValue = (text: string) => parseManifests(map('a', `x: ${text}`), 'a.yaml').resources[0]?.object['x'];

describe('values are those that kubectl reads', () => {
  test.each([
    ['yes', true],
    ['No', false],
    ['on', true],
    ['y', true],
    ['n', false],
    ['"yes"', 'yes'],
    ['010', 8],
    ['0o10', 8],
    ['-0o10', -8],
    ['0x1F', 31],
    ['0b11', 3],
    ['08', 8],
    ['1_000', 1000],
    ['1e3', 1000],
    ['.5', 0.5],
    ['1.', 1],
    ['1:30', '1:30'],
    ['190:20:30.5', '190:20:30.5'],
    ['2001-01-01', '2001-01-01'],
    ['~', null],
    ['!!binary aGVsbG8=', 'hello'],
    ['=', '='],
  ])('%s', (text, value) => expect(readValue(text)).toBe(value));

  test('merge keys and aliases are resolved', () => {
    const { resources } = parseManifests(map('a', 'x: &a { p: 1, q: 2 }\nw: { <<: *a, q: 3 }\nz: *a'), 'a.yaml');
    expect(resources[0]?.object['w']).toEqual({ p: 1, q: 3 });
    expect(resources[0]?.object['z']).toEqual({ p: 1, q: 2 });
  });

  test('a key named like a part of every JavaScript object is a key', () => {
    const { resources } = parseManifests(map('a', 'data: { __proto__: { polluted: x }, constructor: y }'), 'a.yaml');
    expect(Object.keys(Object(resources[0]?.object['data']))).toEqual(['__proto__', 'constructor']);
    expect(Object('')).not.toHaveProperty('polluted');
  });

  test('JSON is read too', () => {
    const json = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }, null, '\t');
    expect(parseManifests(json, 'a.json').resources).toHaveLength(1);
  });
});

describe('documents', () => {
  test('keep their number, empty ones counted', () => {
    const { resources, notes } = parseManifests(`# c\n---\n${map('a')}---\n---\n${map('b')}...\n---\n`, 'a.yaml');
    expect(resources.map(({ object, document }) => `${object.metadata.name} ${document}`)).toEqual(['a 0', 'b 2']);
    expect(notes).toEqual([]);
  });

  test('of kind List are unpacked, in each other too', () => {
    const item = (name: string) => `{ apiVersion: v1, kind: ConfigMap, metadata: { name: ${name} } }`;
    const text = `apiVersion: v1\nkind: List\nitems: [${item('a')}, { kind: ConfigMapList, items: [${item('b')}] }]`;
    const { resources } = parseManifests(text, 'a.yaml');
    expect(resources.map(({ object, document }) => `${object.metadata.name} ${document}`)).toEqual(['a 0', 'b 0']);
  });
});

describe('lists', () => {
  const items = (text: string) =>
    parseManifests(text, 'a.yaml').resources.map(({ object }) => `${object.apiVersion} ${object.kind}`);

  test('of one kind give that kind and version to items that name neither', () => {
    const list = (kind: string, item: string) => `apiVersion: apps/v1\nkind: ${kind}\nitems: [${item}]`;
    expect(items(list('DeploymentList', '{ metadata: { name: a } }'))).toEqual(['apps/v1 Deployment']);
    expect(items(list('DeploymentList', '{ apiVersion: v1, kind: Pod, metadata: { name: a } }'))).toEqual(['v1 Pod']);
  });

  test('fails items that lack one of the two, and bare items of a mixed list', () => {
    expect(kindsOf('apiVersion: v1\nkind: PodList\nitems: [{ kind: Pod, metadata: { name: a } }]')).toEqual([
      'error no-kind',
    ]);
    expect(kindsOf('apiVersion: v1\nkind: List\nitems: [{ metadata: { name: a } }]')).toEqual([
      'information not-kubernetes',
    ]);
  });
});

describe('notes', () => {
  test.each([
    ['', 'information empty'],
    ['# only a comment\n', 'information empty'],
    ['a\0b', 'error not-text'],
    ['a: [', 'error invalid-yaml'],
    ['a: 1\na: 2', 'error invalid-yaml'],
    ['a: *b', 'error invalid-yaml'],
    ['a: .inf', 'error invalid-yaml'],
    ['a: .nan', 'error invalid-yaml'],
    ['just text', 'information not-kubernetes'],
    ['- a', 'information not-kubernetes'],
    ['---\n---\n', 'information empty'],
    ['kind: A', 'information not-kubernetes'],
    ['apiVersion: v1\nkind: List\nitems: []', 'information empty'],
    ['kind: A\nmetadata: { name: a }', 'error no-kind'],
    ['apiVersion: v1\nkind: ""\nmetadata: { name: a }', 'error no-kind'],
    ['apiVersion: 1\nkind: Pod\nmetadata: { name: a }', 'error no-kind'],
    [`${map('a')}---\nreplicas: 1\n`, 'error not-kubernetes'],
    [`${map('a')}---\nkind: Pod\nmetadata: { name: a }\n`, 'error no-kind'],
    ['apiVersion: v1\n\tkind: Pod', 'error invalid-yaml'],
    [`a: ${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'error invalid-yaml'],
    ['apiVersion: v2\nname: chart', 'information not-kubernetes'],
    ['apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization', 'information not-kubernetes'],
    ['apiVersion: v1\nkind: Pod', 'error no-name'],
    ['apiVersion: v1\nkind: Pod\nmetadata: { name: 1 }', 'error no-name'],
    ['apiVersion: v1\nkind: Pod\nmetadata: { name: "" }', 'error no-name'],
  ])('fails %j with %s', (text, expected) => expect(kindsOf(text)).toEqual([expected]));

  test('name the line of invalid YAML, and the document of what is no object', () => {
    expect(parseManifests(`${map('a')}a: 1\na: 2\n`, 'a.yaml').notes[0]).toMatchObject({ line: 5 });
    const { notes, resources } = parseManifests(`${map('a')}---\n- b\n`, 'a.yaml');
    expect(notes).toMatchObject([{ document: 1 }]);
    expect(resources).toHaveLength(1);
  });

  test('an alias bomb is refused in bounded memory', () => {
    const levels = Array.from({ length: 12 }, (_, i) => {
      const below = i === 0 ? 'x' : `*l${i - 1}`;
      return `l${i}: &l${i} [${Array.from({ length: 10 }, () => below).join(', ')}]`;
    });
    expect(kindsOf(map('a', levels.join('\n')))).toEqual(['error invalid-yaml']);
  });

  test('an object that occurs twice is an error that names both places', () => {
    const first = parseManifests(map('a'), 'one.yaml').resources;
    const second = parseManifests(`---\n${map('b')}---\n${map('a')}`, 'two.yaml').resources;
    const notes = duplicateNotes({ name: 'hub', resources: [...first, ...second] });
    expect(notes).toMatchObject([{ kind: 'duplicate-object', level: 'error', file: 'two.yaml', document: 1 }]);
    expect(notes[0]?.message).toContain('repeats ConfigMap a, which is also in one.yaml (document 1)');
  });

  test('the same name in another namespace, kind or group is another object', () => {
    const texts = [
      map('a'),
      map('a').replace('name: a', 'name: a, namespace: b'),
      map('a').replace('ConfigMap', 'Secret'),
      map('a').replace('v1', 'example.org/v1'),
    ];
    expect(duplicateNotes({ name: 'hub', resources: parseManifests(texts.join('---\n'), 'a.yaml').resources })).toEqual(
      [],
    );
  });
});

test('an object whose namespace is no text cannot be applied, and is named', () => {
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: { b: 1 } } });
  const { resources, notes } = parseManifests(text, 'odd.yaml');
  expect(resources).toEqual([]);
  expect(notes.map(({ level, message }) => `${level} ${message}`)).toEqual([
    'error (Pod a) has a metadata.namespace that is not text, so it cannot be applied',
  ]);
});
