import { expect, test } from 'vitest';
import { validate } from '../../../lib/judge/schema/validate.js';
import { brief, clusterOf, findingsOn } from './objects.js';

const gateway = (...listeners: string[]) => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: a, namespace: shop }
spec: { gatewayClassName: a, listeners: [${listeners.join(', ')}] }
`;

test('refuses two items with the key of a custom resource’s list', async () => {
  const first = '{ name: http, port: 80, protocol: HTTP }';
  expect(await findingsOn(gateway(first, '{ name: other, port: 81, protocol: HTTP }'))).toEqual([]);
  expect(await findingsOn(gateway(first, '{ name: http, port: 81, protocol: HTTP }'))).toContain(
    'schema/duplicate-key spec.listeners[1].name: "http" again -> a name that spec.listeners[0] does not have | Rename or remove one of the two.',
  );
});

const definition = JSON.stringify({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'zebras.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Zebra', plural: 'zebras' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: {
                  tags: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
                  ports: {
                    type: 'array',
                    'x-kubernetes-list-type': 'map',
                    'x-kubernetes-list-map-keys': ['port', 'protocol'],
                    items: {
                      type: 'object',
                      properties: { port: { type: 'integer' }, protocol: { type: 'string', default: 'TCP' } },
                    },
                  },
                },
              },
            },
          },
        },
      },
    ],
  },
});
const onZebra = async (spec: string) =>
  (
    await validate(
      clusterOf(definition, `{ apiVersion: example.com/v1, kind: Zebra, metadata: { name: a }, spec: ${spec} }`),
    )
  ).map(brief);

test('refuses a value that a set has already', async () => {
  expect(await onZebra('{ tags: [a, b] }')).toEqual([]);
  expect(await onZebra('{ tags: [a, b, a] }')).toEqual([
    'schema/duplicate-key spec.tags[2]: "a" again -> a value that spec.tags[0] does not have | Remove one of the two.',
  ]);
});

test('compares all fields of a key, with their defaults', async () => {
  expect(await onZebra('{ ports: [{ port: 1 }, { port: 1, protocol: UDP }, { port: 2 }] }')).toEqual([]);
  expect(await onZebra('{ ports: [{ port: 1 }, { port: 1, protocol: TCP }] }')).toEqual([
    'schema/duplicate-key spec.ports[1].port: 1 and "TCP" again -> a port and protocol that spec.ports[0] does not have | Rename or remove one of the two.',
  ]);
});
