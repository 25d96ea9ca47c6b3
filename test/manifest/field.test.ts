import { expect, test } from 'vitest';
import { Field } from '../../lib/manifest/field.js';
import { clusterFrom } from '../support/rule-tester.js';

test('names the field beside another, present or not', () => {
  const { resources } = clusterFrom(`
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { ports: [{ port: 80, protocol: UDP }] }
`);
  const [port] = resources.map((resource) => Field.of(resource).at('spec', 'ports', 0, 'port'));
  expect(port?.beside('protocol').path).toBe('spec.ports[0].protocol');
  expect(port?.beside('protocol').text).toBe('UDP');
  expect(port?.beside('name').isSet).toBe(false);
});

test('reports what is in a document at the field whose text holds it', () => {
  const { resources } = clusterFrom(`
apiVersion: v1
kind: ConfigMap
metadata: { name: istio }
data: { mesh: "a: { b: 1 }" }
`);
  const [text] = resources.map((resource) => Field.of(resource).at('data', 'mesh'));
  const found = text?.document({ a: { b: [1] } }).at('a', 'b');
  expect(found?.value).toEqual([1]);
  expect(found?.path).toBe('data.mesh');
  expect(found?.items.map(({ path }) => path)).toEqual(['data.mesh']);
});

const service = clusterFrom(`
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps, annotations: { example.org/owner: me } }
spec: { ports: [{ port: 80, names: [a, b] }, { port: 443, names: [c] }] }
`);
const paths = (pattern: string) =>
  service.resources.flatMap((resource) => Field.of(resource).all(pattern)).map(({ path, value }) => [path, value]);

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
