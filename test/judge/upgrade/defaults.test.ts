import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isMapping } from '../../../lib/formats/mapping.js';

/** Defaults that differ between releases, and do not change what an object without the field means. */
const HARMLESS = [
  'external-secrets externalSecretSpec.refreshInterval: the same interval',
  'external-secrets pushSecretSpec.refreshInterval: the same interval',
  'gateway-api-experimental gateway.networking.x-k8s.io/v1alpha1/XBackend.spec.tls: no TLS, as without the field',
  'gateway-api-experimental gateway.networking.x-k8s.io/v1alpha1/XListenerSet.spec.listeners[].port: it was required',
  'gateway-api-experimental retry.attempts: left to the implementation before',
  'prometheus-operator monitoring.coreos.com/v1/Prometheus.spec.shards: one shard, as without the field',
  'prometheus-operator monitoring.coreos.com/v1alpha1/PrometheusAgent.spec.shards: one shard, as without the field',
];

function* changedDefaults(schema: unknown, path: string): Generator<string> {
  if (!isMapping(schema)) return;
  const { changes, properties, items, additionalProperties } = schema;
  if (Array.isArray(changes) && changes.some(([, keywords]) => isMapping(keywords) && 'default' in keywords))
    yield path;
  for (const [name, child] of Object.entries(isMapping(properties) ? properties : {}))
    yield* changedDefaults(child, `${path}.${name}`);
  yield* changedDefaults(items, `${path}[]`);
  yield* changedDefaults(additionalProperties, `${path}{}`);
}

test('each default that differs between schemas is known to be harmless, or a change says what it does', () => {
  const found = readdirSync('imports/schemas').flatMap((file) => {
    const { kinds, definitions } = JSON.parse(readFileSync(`imports/schemas/${file}`, 'utf8'));
    return Object.entries({ ...kinds, ...definitions }).flatMap(([name, schema]) =>
      [...changedDefaults(schema, name)].map((path) => `${file.replace('.json', '')} ${path}`),
    );
  });
  expect(found.sort()).toEqual(HARMLESS.map((line) => line.replace(/: .*/, '')).sort());
});
