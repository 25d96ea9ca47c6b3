import { App, Chart } from 'cdk8s';
import { expect, test } from 'vitest';
import { brokerSettings } from '../../../lib/write/nats/broker-settings.js';
import type { NatsClient } from '../../../lib/write/nats/client.js';
import { ClientCredentials } from '../../../lib/write/nats/client-credentials.js';
import { linkerdCluster } from '../../support/application.js';
import { refusal } from '../../support/synth.js';

const client: NatsClient = { user: 'worker', workload: 'worker', permissions: {} };

test('the password of a client that its server does not know fails, with the one that was meant', () => {
  const { settings: server } = brokerSettings({
    cluster: linkerdCluster,
    secrets: { kind: 'credentials' },
    clients: [client],
  });
  const make = (user: string) =>
    refusal(() => new ClientCredentials(new Chart(new App(), 'c'), 'x', { server, client: { ...client, user } }));
  expect(make('worker')).toEqual([]);
  expect(make('wrker')).toEqual([
    "ClientCredentials 'east/worker': client is the user 'wrker', which is not a user of nats-broker, expected one of its clients: worker. Did you mean worker? Correct the user, or add the client to the server's clients.",
  ]);
});
