import { expect, test } from 'vitest';
import type { MissingText, ObjectName } from '../../../../lib/judge/policy/declared/missing.js';
import { objectsExist } from '../../../../lib/judge/policy/declared/objects-exist.js';
import { notJudged } from '../../../../lib/judge/policy/outcome.js';
import { Field } from '../../../../lib/manifest/field.js';
import { documents, pod } from '../../../support/manifests.js';
import { judged, TEXT } from './declared-cases.js';

const CLAIM = 'PersistentVolumeClaim';
const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: apps }';
const claim = (name: string, namespace = 'apps') =>
  `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { phase: ${name} }`;
const reading = (...claims: readonly string[]) => documents(NAMESPACE, pod(`{ claims: [${claims.join(', ')}] }`));

/** Claims as `name` or `namespace/name`, none of them without a slash at its end. */
function claimsOf(resource: Field['resource']) {
  return Field.of(resource)
    .all('spec.claims[*]')
    .map((field) => {
      const [first = '', second] = field.shown.split('/');
      if (second === '') return field.violation({ expected: 'a name', fix: 'Name it.' });
      if (first === '?') return notJudged('who knows');
      const [namespace, name] = second === undefined ? ['apps', first] : [first, second];
      return { field, namespace, name };
    });
}

const rule = (states: MissingText, more: Partial<Parameters<typeof objectsExist<ObjectName>>[0]> = {}) =>
  objectsExist<ObjectName>({
    ...TEXT,
    appliesTo: ['Pod'],
    names: claimsOf,
    states: { field: 'claims[*]', to: CLAIM, ...states },
    ...more,
  });

test('finds each object, and counts each name', () => {
  const yaml = documents(reading('data', 'logs'), claim('data'), claim('logs'));
  expect(judged(rule({}), yaml)).toEqual({ found: [], undecided: [], judged: 2 });
});

test('reports a name without an object, and says no effect where none is stated', () => {
  expect(judged(rule({}), reading('data')).found).toEqual([
    'Pod apps/web: spec.claims[0] is data, expected a PersistentVolumeClaim of namespace apps. Correct the name, or add the PersistentVolumeClaim.',
  ]);
});

test('reports what names nothing, and leaves open what cannot be read', () => {
  expect(judged(rule({}), reading('apps/', '"?"'))).toEqual({
    found: ['Pod apps/web: spec.claims[0] is apps/, expected a name. Name it.'],
    undecided: ['who knows'],
    judged: 1,
  });
});

test('names what else would provide the object', () => {
  expect(judged(rule({ or: 'a template of it' }), reading('data')).found).toEqual([
    expect.stringContaining('expected a PersistentVolumeClaim of namespace apps, or a template of it.'),
  ]);
});

test('finds what writes the object, by the first name that it has', () => {
  const template = (fields: string, namespace = 'apps') =>
    `apiVersion: v1\nkind: Template\nmetadata: { name: of-data, namespace: ${namespace} }\nspec: ${fields}`;
  const written = rule({ writtenBy: { Template: ['spec.claim', 'metadata.name'] } });
  expect(judged(written, documents(reading('data'), template('{ claim: data }')))).toEqual({
    found: [],
    undecided: [],
    judged: 1,
  });
  expect(judged(written, documents(reading('of-data'), template('{}'))).found).toEqual([]);
  expect(judged(written, documents(reading('of-data'), template('{ claim: data }'))).found).toEqual([
    expect.stringContaining('Correct the name (did you mean data?), or add the PersistentVolumeClaim.'),
  ]);
  expect(judged(written, documents(reading('data'), template('{ claim: data }', 'edge'))).found).toEqual([
    expect.stringContaining('the one in namespace edge cannot be used from here.'),
  ]);
});

test('says that the namespace may be what is wrong, where it is named', () => {
  const states = { namespaceIsNamed: true };
  expect(judged(rule(states), documents(reading('data'), claim('date'))).found).toEqual([
    expect.stringContaining(
      'Correct the name (did you mean date?) or the namespace, or add the PersistentVolumeClaim.',
    ),
  ]);
  expect(judged(rule(states), documents(reading('data'), claim('data', 'edge'))).found).toEqual([
    expect.stringContaining(
      'Correct the namespace (did you mean edge?), or add the PersistentVolumeClaim to namespace apps.',
    ),
  ]);
});

test('never reports what another rule does, and says which object is not there', () => {
  const yaml = documents(reading('data'), claim('logs'));
  expect(judged(rule({ absence: 'never' }), yaml)).toEqual({
    found: [],
    undecided: ['PersistentVolumeClaim apps/data is not among the files'],
    judged: 0,
  });
});

test('lets a single name state something else', () => {
  const names = (resource: Field['resource']) =>
    claimsOf(resource).map((named) => ('field' in named ? { ...named, states: { fix: 'Ask for it.' } } : named));
  expect(judged(rule({ effect: 'It waits.', fix: 'Add it.' }, { names }), reading('data')).found).toEqual([
    expect.stringContaining('It waits. Ask for it.'),
  ]);
});

test('looks for the first of several kinds, unless the name says which', () => {
  const several = objectsExist<ObjectName>({
    ...TEXT,
    appliesTo: ['Pod'],
    names: (resource) =>
      claimsOf(resource).map((named) =>
        'field' in named && named.name === 'root'
          ? { ...named, namespace: undefined, kind: 'PersistentVolume' }
          : named,
      ),
    states: { field: 'claims[*]', to: [CLAIM, 'PersistentVolume'], absence: 'never' },
  });
  const volume = 'apiVersion: v1\nkind: PersistentVolume\nmetadata: { name: root }';
  expect(judged(several, documents(reading('data', 'root'), volume, claim('data'))).judged).toBe(2);
  expect(judged(several, documents(reading('data', 'root'), claim('root'))).undecided).toEqual([
    'PersistentVolumeClaim apps/data is not among the files',
    'PersistentVolume root is not among the files',
  ]);
});

test('says what must hold of an object that is found', () => {
  const bound = rule(
    {},
    {
      *found(object, { field, name }) {
        const phase = Field.of(object).at('spec', 'phase');
        if (phase.text !== 'bound')
          yield field.violation({ got: `${name}, ${phase.shown}`, expected: 'bound', fix: 'Bind.' });
      },
    },
  );
  expect(judged(bound, documents(reading('bound', 'lost', 'gone'), claim('bound'), claim('lost'))).found).toEqual([
    'Pod apps/web: spec.claims[1] is lost, lost, expected bound. Bind.',
    expect.stringContaining('spec.claims[2] is gone, expected a PersistentVolumeClaim of namespace apps.'),
  ]);
});

test('asks what else provides an object only where it is not found', () => {
  const known = rule(
    {},
    {
      otherwise: ({ name }) => (name === 'data' ? undefined : name === 'logs' ? [] : [notJudged(`${name} may come`)]),
    },
  );
  expect(judged(known, documents(reading('data', 'logs', 'more', 'here'), claim('here')))).toEqual({
    found: [expect.stringContaining('spec.claims[0] is data, expected')],
    undecided: ['more may come'],
    judged: 3,
  });
});

test('keeps what it states as data', () => {
  expect(rule({ or: 'a template' }).states).toEqual({
    existence: { field: 'claims[*]', to: CLAIM, or: 'a template' },
  });
});
