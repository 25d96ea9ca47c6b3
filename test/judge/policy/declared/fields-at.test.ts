import { expect, test } from 'vitest';
import { fieldsAt } from '../../../../lib/judge/policy/declared/fields-at.js';
import { Field } from '../../../../lib/manifest/field.js';
import { clusterFrom } from '../../../support/rule-tester.js';

const { resources } = clusterFrom(`
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps, annotations: { example.org/owner: me } }
spec: { ports: [{ port: 80, names: [a, b] }, { port: 443, names: [c] }] }
`);
const paths = (pattern: string) =>
  resources.flatMap((resource) => fieldsAt(Field.of(resource), pattern)).map(({ path, value }) => [path, value]);

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
