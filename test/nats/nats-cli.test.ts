import { describe, expect, test } from 'vitest';
import { Fleet } from '../../lib/fleet/fleet.js';
import type { NatsClient } from '../../lib/nats/client.js';
import { brokerSettings } from '../../lib/nats/nats-broker.js';
import { NatsCli, type NatsCliProps } from '../../lib/nats/nats-cli.js';
import { at, filesOf, find, objectsOf, refusal } from '../support/synth.js';

const client: NatsClient = { user: 'publisher', workload: 'pub', permissions: { publish: { allow: ['a.b'] } } };

function fleetOf(changes: Partial<NatsCliProps> = {}): Fleet {
  const fleet = new Fleet('fleet');
  const cluster = fleet.addCluster('hub', {
    kubernetesVersion: '1.33',
    mesh: { kind: 'linkerd', version: '2.20', cni: true },
    nodeAddresses: ['192.0.2.1'],
    podCidrs: ['10.42.0.0/16'],
    serviceCidrs: ['10.43.0.0/16'],
  });
  const { settings } = brokerSettings({ cluster, clients: [client], secrets: { kind: 'credentials' } });
  cluster.add('pub', (chart) => {
    new NatsCli(chart, 'pub', { server: settings, client, args: ['publish', 'a.b', 'hello'], ...changes });
  });
  return fleet;
}

describe('NatsCli', () => {
  test('runs the command as its own user, with its password from a Secret', () => {
    const pod = at(find(objectsOf(fleetOf(), 'hub'), 'Deployment', 'pub'), 'spec.template.spec') ?? null;
    expect(at(pod, 'containers[0].command')).toEqual(['nats', 'publish', 'a.b', 'hello']);
    expect(at(pod, 'containers[0].env')).toEqual([
      { name: 'XDG_CONFIG_HOME', value: '/var/empty' },
      { name: 'NATS_URL', value: 'nats://nats-broker.nats-system.svc.cluster.local:4222' },
      { name: 'NATS_USER', value: 'publisher' },
      { name: 'NATS_PASSWORD', valueFrom: { secretKeyRef: { name: 'pub-nats-credentials', key: 'password' } } },
    ]);
    expect(at(pod, 'serviceAccountName')).toBe('pub');
  });

  test('trusts the messaging roots where the server speaks TLS', () => {
    const pod = at(find(objectsOf(fleetOf({ tls: true }), 'hub'), 'Deployment', 'pub'), 'spec.template.spec') ?? null;
    expect(at(pod, 'containers[0].env[4]')).toEqual({ name: 'NATS_CA', value: '/etc/nats-trust/ca-bundle.crt' });
    expect(at(pod, 'volumes[0].configMap.name')).toBe('nats-messaging-trust-roots');
  });

  test('may reach its servers and nothing else', () => {
    expect(at(find(objectsOf(fleetOf(), 'hub'), 'NetworkPolicy', 'pub'), 'spec')).toEqual({
      podSelector: { matchLabels: { app: 'pub' } },
      policyTypes: ['Ingress', 'Egress'],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'nats-system' } },
              podSelector: { matchLabels: { app: 'nats-broker' } },
            },
          ],
          ports: [
            { port: 4222, protocol: 'TCP' },
            { port: 4143, protocol: 'TCP' },
          ],
        },
      ],
    });
  });

  test('fails as a client that the server does not know, and with limits below requests', () => {
    const resources = { cpu: { request: '2', limit: '1' }, memory: { request: '1Mi', limit: '1Mi' } };
    expect(refusal(() => filesOf(fleetOf({ client: { ...client, user: 'stranger' }, resources })))).toEqual([
      "NatsCli 'hub/pub': client is the user 'stranger', which nats-broker does not know, expected one of its clients: publisher. Add the client to the server's clients: they are its users and its admitted callers.",
      "NatsCli 'hub/pub': resources.cpu.limit is 1, expected at least the request of 2. Raise the limit, or lower the request.",
    ]);
  });
});
