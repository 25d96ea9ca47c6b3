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
