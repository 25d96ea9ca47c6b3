import { expect, test } from 'vitest';
import { reference } from '../../../../lib/judge/policy/declared/reference.js';
import type { ReferenceStatement } from '../../../../lib/judge/policy/declared/reference-statement.js';
import { documents, pod } from '../../../support/manifests.js';
import { judged, TEXT } from './declared-cases.js';

const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: apps }';
const account = (name: string, namespace = 'apps') =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: ${name}, namespace: ${namespace} }`;

const states: ReferenceStatement = {
  field: 'serviceAccountName',
  alias: 'serviceAccount',
  to: 'ServiceAccount',
  in: 'same namespace',
  effect: 'Without it no pod is created.',
};
const rule = reference({ ...TEXT, appliesTo: ['Pod'], of: 'pod', unless: (name) => name === 'default', states });

test('finds the object in the namespace of the one that names it', () => {
  const yaml = documents(NAMESPACE, account('web'), pod('{ serviceAccountName: web }'));
  expect(judged(rule, yaml)).toEqual({ found: [], undecided: [], judged: 1 });
});

test('reports a name that nothing has, what happens, and what may be meant', () => {
  const yaml = documents(NAMESPACE, account('web'), pod('{ serviceAccountName: wbe }'));
  expect(judged(rule, yaml).found).toEqual([
    'Pod apps/web: spec.serviceAccountName is wbe, expected a ServiceAccount of namespace apps. Without it no pod is created. Correct the name (did you mean web?), or add the ServiceAccount.',
  ]);
});

test('lists all if none is similar, and nothing if there is none', () => {
  const other = documents(NAMESPACE, account('gateway'), account('basket'), pod('{ serviceAccountName: web }'));
  expect(judged(rule, other).found).toEqual([
    expect.stringContaining('Correct the name (did you mean basket, gateway?), or add the ServiceAccount.'),
  ]);
  expect(judged(rule, documents(NAMESPACE, pod('{ serviceAccountName: web }'))).found).toEqual([
    expect.stringContaining('Correct the name, or add the ServiceAccount.'),
  ]);
});

test('names the namespace that has the object, from where it cannot be used', () => {
  const yaml = documents(NAMESPACE, account('web', 'edge'), pod('{ serviceAccountName: web }'));
  expect(judged(rule, yaml).found).toEqual([
    expect.stringContaining(
      'Add the ServiceAccount to namespace apps: the one in namespace edge cannot be used from here.',
    ),
  ]);
});

test('does not judge a name where the Namespace is not among the files', () => {
  expect(judged(rule, pod('{ serviceAccountName: web }'))).toEqual({
    found: [],
    undecided: ['Namespace apps is not among the files'],
    judged: 0,
  });
});

test('counts neither a name that needs no object, nor none', () => {
  expect(judged(rule, documents(NAMESPACE, pod('{ serviceAccountName: default }'))).judged).toBe(0);
  expect(judged(rule, documents(NAMESPACE, pod('{}'))).judged).toBe(0);
});

test('reads the older name of the field where the field is absent, and only there', () => {
  expect(judged(rule, documents(NAMESPACE, pod('{ serviceAccount: web }'))).found).toEqual([
    expect.stringContaining('spec.serviceAccount is web'),
  ]);
  expect(judged(rule, documents(NAMESPACE, pod('{ serviceAccount: web, serviceAccountName: web }'))).found).toEqual([
    expect.stringContaining('spec.serviceAccountName is web'),
  ]);
});

test('keeps what it states as data', () => {
  expect(rule.states).toEqual({ of: 'pod', reference: states });
});

const classes = reference({
  ...TEXT,
  appliesTo: ['Pod'],
  of: 'object',
  states: {
    field: ['spec.priorityClassName', 'spec.volumes[*].csi.name'],
    to: 'scheduling.k8s.io/PriorityClass',
    in: 'cluster',
    optional: 'optional',
    effect: 'It waits.',
  },
});

test('reports a cluster-scoped object as absent if another of its kind is among the files', () => {
  const known = 'apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: { name: high }';
  expect(judged(classes, documents(known, pod('{ priorityClassName: hihg }'))).found).toEqual([
    'Pod apps/web: spec.priorityClassName is hihg, expected a PriorityClass. It waits. Correct the name (did you mean high?), or add the PriorityClass.',
  ]);
  expect(judged(classes, pod('{ priorityClassName: high }')).undecided).toEqual([
    'PriorityClass high is not among the files',
  ]);
});

test('leaves out names that are optional', () => {
  const yaml = pod('{ volumes: [{ csi: { name: a, optional: true } }, { csi: { name: b, optional: false } }] }');
  expect(judged(classes, yaml).undecided).toEqual(['PriorityClass b is not among the files']);
});

test("takes the namespace from the field beside the name, or else the object's own", () => {
  const named = reference({
    ...TEXT,
    appliesTo: ['rbac.authorization.k8s.io/RoleBinding'],
    of: 'object',
    states: {
      field: 'subjects[*].name',
      to: 'ServiceAccount',
      in: { namespaceBeside: 'namespace' },
      absence: 'kind',
      effect: 'Nobody has the role.',
    },
  });
  const binding = (subjects: string) =>
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: web, namespace: apps }\nsubjects: [${subjects}]`;
  const yaml = documents(
    binding('{ name: a, namespace: edge }, { name: b }, { name: c }'),
    account('a', 'edge'),
    account('b'),
  );
  expect(judged(named, yaml).found).toEqual([
    expect.stringContaining('subjects[2].name is c, expected a ServiceAccount of namespace apps'),
  ]);
  expect(judged(named, binding('{ name: a, namespace: edge }')).undecided).toEqual([
    'ServiceAccount edge/a is not among the files',
  ]);
});

test('always reports where both objects are delivered together', () => {
  const together = reference({
    ...TEXT,
    appliesTo: ['Pod'],
    of: 'pod',
    states: { ...states, absence: 'always', fix: 'Add it.' },
  });
  expect(judged(together, pod('{ serviceAccountName: web }')).found).toEqual([
    'Pod apps/web: spec.serviceAccountName is web, expected a ServiceAccount of namespace apps. Without it no pod is created. Add it.',
  ]);
});
