import { Size } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { at, find } from '../../support/synth.js';
import { type BrokerChanges, down, natsConf, objectsWith, publisher, refusalOf } from './broker-fleet.js';

describe('clients of NatsBroker', () => {
  test('opens the client port only on demand, for the networks named, and over TLS', () => {
    const objects = objectsWith(() => ({ clients: [publisher], clientNodePort: { cidrs: ['203.0.113.0/24'] } }));
    expect(at(find(objects, 'Service', 'nats-broker-client'), 'spec.ports[0].nodePort')).toBe(30422);
    expect(natsConf(objects)).toMatch(/\ntls \{\n\s+cert_file/);
    expect(at(find(objects, 'NetworkAuthentication', 'nats-broker-client-networks'), 'spec.networks')).toEqual([
      { cidr: '203.0.113.0/24' },
    ]);
    expect(natsConf(objectsWith(() => ({})))).not.toMatch(/\ntls \{/);
  });

  test('speaks TLS to clients inside the cluster on demand, its own Job among them', () => {
    const objects = objectsWith(() => ({
      clients: [publisher],
      clientTls: true,
      jetStream: { volumeSize: Size.gibibytes(2) },
      streams: [{ name: 'TEST', subjects: ['a.>'], maxBytes: Size.mebibytes(1) }],
    }));
    expect(natsConf(objects)).toMatch(/\ntls \{\n\s+cert_file/);
    expect(objects.some(({ kind, metadata }) => kind === 'Service' && metadata.name === 'nats-broker-client')).toBe(
      false,
    );
    const job = objects.find(({ kind }) => kind === 'Job') ?? null;
    expect(at(job, 'spec.template.spec.containers[0].env')).toContainEqual({
      name: 'NATS_URL',
      value: 'tls://nats-broker.nats-system.svc.cluster.local:4222',
    });
  });

  test('admits clients by the label that every workload bears', () => {
    const objects = objectsWith(() => ({ clients: [publisher] }));
    expect(at(find(objects, 'NetworkPolicy', 'nats-broker'), 'spec.ingress[0].from[0].podSelector')).toEqual({
      matchLabels: { 'app.kubernetes.io/name': publisher.workload },
    });
  });

  test.each<[string, BrokerChanges, string]>([
    [
      'an open client port',
      () => ({ clientNodePort: { cidrs: [] } }),
      "NatsBroker 'hub/nats-broker': clientNodePort.cidrs is an empty list, expected at least one CIDR. Name the networks that may connect, or remove clientNodePort.",
    ],
    [
      'one NodePort for two ports',
      (_, edge) => ({
        leafnodes: { nodePort: 30422, leaves: [{ cluster: edge, permissions: down }] },
        clientNodePort: { cidrs: ['203.0.113.0/24'] },
      }),
      "NatsBroker 'hub/nats-broker': clientNodePort.nodePort is 30422, the port of the leafnode listener, expected a different port. Choose another.",
    ],
    [
      'a shared user',
      () => ({ clients: [publisher, { ...publisher, workload: 'other' }] }),
      "NatsBroker 'hub/nats-broker': clients is two with the user 'publisher', expected a different user for each workload. A shared identity cannot be limited or revoked for one workload. Rename one.",
    ],
    [
      'a shared workload',
      () => ({ clients: [publisher, { ...publisher, user: 'other' }] }),
      "NatsBroker 'hub/nats-broker': clients is two with the workload 'nats-system/pub', expected a different user for each workload. A shared identity cannot be limited or revoked for one workload. Rename one.",
    ],
    [
      'a user that is no variable',
      () => ({ clients: [{ ...publisher, user: 'a b' }] }),
      "NatsBroker 'hub/nats-broker': clients is the user 'a b', expected up to 64 letters, digits, dashes and underscores, a letter first. A variable of the server configuration is named after the user. Rename the user.",
    ],
    [
      'a user of hundreds of letters',
      () => ({ clients: [{ ...publisher, user: 'a'.repeat(300) }] }),
      `NatsBroker 'hub/nats-broker': clients is the user '${'a'.repeat(60)}…', 300 characters, expected up to 64 letters, digits, dashes and underscores, a letter first. A variable of the server configuration is named after the user. Rename the user.`,
    ],
    [
      'a client port for everybody',
      () => ({ clientNodePort: { cidrs: ['0.0.0.0/0'] } }),
      "NatsBroker 'hub/nats-broker': clientNodePort.cidrs is 0.0.0.0/0, which matches every address, expected the networks of the clients. A password alone does not protect a public port. Name them.",
    ],
    [
      'a client port for no network',
      () => ({ clientNodePort: { cidrs: ['10.0.0.1/8'] } }),
      "NatsBroker 'hub/nats-broker': clientNodePort.cidrs is '10.0.0.1/8', expected a network address: 10.0.0.0/8. Clear the bits after the prefix.",
    ],
    [
      'a space in what is published',
      () => ({ clients: [{ ...publisher, permissions: { publish: { allow: ['a b'] } } }] }),
      "NatsBroker 'hub/nats-broker': accounts.APP.users[0].permissions.publish.allow[0] is 'a b', expected a subject: tokens between dots, '*' for one of them, '>' for all that follow. Correct the subject.",
    ],
    [
      'a variable in a subject',
      () => ({ clients: [{ ...publisher, permissions: { publish: { allow: ['$HOME'] } } }] }),
      "NatsBroker 'hub/nats-broker': accounts.APP.users[0].permissions.publish.allow[0] is '$HOME', expected a subject: a variable is not expanded inside one. Correct the subject.",
    ],
  ])('fails on %s', (_, changes, message) => {
    expect(refusalOf(changes)).toContain(message);
  });
});
