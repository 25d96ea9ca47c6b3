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
