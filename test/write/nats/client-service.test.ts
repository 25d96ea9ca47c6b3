import { describe, expect, test } from 'vitest';
import { brokerSettings } from '../../../lib/write/nats/broker-settings.js';
import type { NatsClient } from '../../../lib/write/nats/client.js';
import { natsClientService } from '../../../lib/write/nats/client-service.js';
import type { Service } from '../../../lib/write/workload/intents/service.js';
import { linkerdCluster, workloadOf } from '../../support/application.js';

const client: NatsClient = { user: 'orders-user', workload: 'orders', namespace: 'shop', permissions: {} };
const service: Service = { workload: workloadOf('orders'), callers: 'nobody' };
const server = (clientTls: boolean) =>
  brokerSettings({ cluster: linkerdCluster, secrets: { kind: 'credentials' }, clientTls }).settings;

describe('a service that is a client of NATS', () => {
  test('knows where its servers are and who it is, and finds its password in a Secret', () => {
    const { workload, calls } = natsClientService(service, server(false), client);
    expect(workload.containers[0]).toMatchObject({
      env: {
        NATS_URL: 'nats://nats-broker.nats-system.svc.cluster.local:4222',
        NATS_USER: 'orders-user',
        NATS_INBOX_PREFIX: '_INBOX.orders-user',
      },
      secretEnv: { NATS_PASSWORD: { secret: 'orders-nats-credentials', key: 'password' } },
    });
    expect(workload.volumes).toBeUndefined();
    expect(calls).toEqual([
      {
        to: {
          kind: 'external',
          name: 'nats-broker',
          namespace: 'nats-system',
          serviceAccount: 'nats-broker',
          podLabels: { app: 'nats-broker' },
        },
        port: 4222,
      },
    ]);
  });

  test('knows its servers by the roots of messaging where they speak TLS', () => {
    const { workload } = natsClientService(service, server(true), client);
    expect(workload.containers[0]?.env).toMatchObject({
      NATS_URL: 'tls://nats-broker.nats-system.svc.cluster.local:4222',
      NATS_CA: '/etc/nats-trust/ca-bundle.crt',
    });
    expect(workload.containers[0]?.mounts).toEqual({ 'nats-trust': '/etc/nats-trust' });
    expect(workload.volumes).toEqual({
      'nats-trust': { kind: 'config-map', configMap: 'nats-messaging-trust-roots' },
    });
  });

  test('keeps its other containers, variables and calls as they are', () => {
    const [first, second] = [...workloadOf('orders').containers, ...workloadOf('aside').containers];
    if (first === undefined || second === undefined) throw new Error('There are two.');
    const call = { to: service.workload, port: 1 };
    const changed = natsClientService(
      {
        ...service,
        calls: [call],
        workload: { ...service.workload, containers: [{ ...first, env: { A: 'b' } }, second] },
      },
      server(false),
      client,
    );
    expect(changed.workload.containers[0]?.env).toMatchObject({ A: 'b' });
    expect(changed.workload.containers[1]).toBe(second);
    expect(changed.calls?.[0]).toBe(call);
  });
});
