import { App, Chart, Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { resolve } from '../../../lib/manifest/resolve.js';
import { factsOf } from '../../../lib/write/fleet/facts.js';
import { RequiredSecret, type SecretSource } from '../../../lib/write/secrets/required-secret.js';
import type { SecretContent } from '../../../lib/write/secrets/secret-content.js';

const content: SecretContent = {
  namespace: 'ns',
  name: 'auth',
  data: { 'auth.conf': ['A: "', { credential: { id: 'hub/a-user', kind: 'password' }, form: 'bcrypt' }, '"\n'] },
};

function build(source: SecretSource) {
  const app = new App();
  const secret = new RequiredSecret(new Chart(app, 'chart', { disableResourceNameHashes: true }), 'secret', {
    source,
    content,
    cluster: 'hub',
  });
  return { secret, objects: resolve(app).objects.map(({ object }) => object), facts: factsOf(app) };
}

describe('RequiredSecret', () => {
  test('writes nothing where the Secret is made by hand, and tells the fleet what it must hold', () => {
    const { secret, objects, facts } = build({ kind: 'credentials' });
    expect(objects).toEqual([]);
    expect(facts).toEqual([{ kind: 'secret', cluster: 'hub', content }]);
    expect(secret.name).toBe('auth');
  });

  test('writes an ExternalSecret that fetches each credential and fits it into the text', () => {
    const source: SecretSource = {
      kind: 'external-secrets',
      storeName: 'vault',
      keyPrefix: 'fleet/',
      refreshInterval: Duration.minutes(10),
    };
    const { objects, facts } = build(source);
    expect(facts).toEqual([]);
    expect(objects).toEqual([
      {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ExternalSecret',
        metadata: { name: 'auth', namespace: 'ns' },
        spec: {
          refreshInterval: '10m0s',
          secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
          target: {
            name: 'auth',
            creationPolicy: 'Owner',
            template: { engineVersion: 'v2', data: { 'auth.conf': 'A: "{{ .hub_a_user_bcrypt }}"\n' } },
          },
          data: [{ secretKey: 'hub_a_user_bcrypt', remoteRef: { key: 'fleet/hub/a-user', property: 'bcrypt' } }],
        },
      },
    ]);
  });

  test('takes a store of the namespace where that is asked', () => {
    const { objects } = build({ kind: 'external-secrets', storeName: 's', storeKind: 'SecretStore' });
    expect(objects[0]?.['spec']).toMatchObject({ secretStoreRef: { kind: 'SecretStore' }, refreshInterval: '1h0m0s' });
  });
});
