import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Departure } from './support/issue-certificate.js';
import { natsMtlsWith } from './support/issued-fleet.js';
import { PlainConnection } from './support/plain-connection.js';
import type { Pod } from './support/pod.js';
import { TestFleet } from './support/test-fleet.js';

/** Of each case: what differs in the leaf's files, and what the broker, or else the leaf, says of it. */
interface Case {
  readonly spoil: (fleet: TestFleet, other: TestFleet) => Promise<void>;
  readonly broker?: RegExp;
  readonly leaf?: RegExp;
}

const CERTIFICATE = 'nats-leaf-tls';
const AUTH = 'nats-leaf-auth';

async function withCertificate(fleet: TestFleet, departure: Departure): Promise<void> {
  const request = fleet.leaf.certificate(CERTIFICATE);
  fleet.leaf.updateSecret(CERTIFICATE, await fleet.issue(fleet.leaf, request, departure));
}

/** Changes the line of the leaf's secrets that begins with the variable. */
function withLogin(fleet: TestFleet, variable: string, change: (line: string) => string): void {
  const text = fleet.leaf.secret(AUTH)['auth.conf'] ?? '';
  const lines = text.split('\n').map((line) => (line.startsWith(`${variable}:`) ? change(line) : line));
  fleet.leaf.updateSecret(AUTH, { 'auth.conf': lines.join('\n') });
}

/** Without its intermediate a server shows nothing that the other side can trace to the root, and without roots none at all. */
const SHARED: Readonly<Record<string, Case>> = {
  'a certificate of another authority': {
    spoil: async ({ leaf }, other) => {
      leaf.updateSecret(CERTIFICATE, {
        ...other.leaf.secret(CERTIFICATE),
        'ca.crt': leaf.secret(CERTIFICATE)['ca.crt'] ?? '',
      });
    },
    broker: /tls: client didn't provide a certificate|certificate signed by unknown authority/,
  },
  'a certificate without its intermediate': {
    spoil: async ({ leaf }) => {
      const secret = leaf.secret(CERTIFICATE);
      const [own = ''] = (secret['tls.crt'] ?? '').split(/(?<=-----END CERTIFICATE-----\n)/);
      leaf.updateSecret(CERTIFICATE, { ...secret, 'tls.crt': own });
    },
    broker: /tls: client didn't provide a certificate|certificate signed by unknown authority/,
  },
  'a certificate for servers alone': {
    spoil: (fleet) => withCertificate(fleet, { usages: ['digital signature', 'server auth'] }),
    broker: /x509: certificate specifies an incompatible key usage/,
  },
  'a certificate that has expired': {
    spoil: (fleet) => withCertificate(fleet, { secondsToLive: -1 }),
    broker: /x509: certificate has expired/,
  },
};

const BY_KEY: Readonly<Record<string, Case>> = {
  ...SHARED,
  'no certificate': {
    spoil: async ({ leaf }) =>
      leaf.editConfig('nats-leaf-config', (text) => text.replace(/^.*(cert|key)_file:.*\n/gm, '')),
    broker: /tls: client didn't provide a certificate/,
  },
  'the key of another leaf': {
    spoil: async (fleet, other) => {
      const [, external = ''] = /HUB_NKEY_SEED: "(.*)"/.exec(other.leaf.secret(AUTH)['auth.conf'] ?? '') ?? [];
      withLogin(fleet, 'HUB_NKEY_SEED', () => `HUB_NKEY_SEED: "${external}"`);
    },
    broker: /authentication error/,
    leaf: /Authorization Violation/,
  },
  'no credentials at all': {
    spoil: async (fleet) => {
      fleet.leaf.editConfig('nats-leaf-config', (text) => text.replace(/^ *nkey: .*\n/m, ''));
      // A variable that nothing uses would keep the server from starting.
      withLogin(fleet, 'HUB_NKEY_SEED', () => '');
    },
    broker: /authentication error/,
    leaf: /Authorization Violation/,
  },
};

const BY_PASSWORD: Readonly<Record<string, Case>> = {
  'a wrong password': {
    spoil: async (fleet) => withLogin(fleet, 'HUB_URL', (line) => line.replace(/:[^:@]+@/, ':wrong@')),
    broker: /authentication error/,
    leaf: /Authorization Violation/,
  },
  "a client's user and password": {
    spoil: async (fleet) => {
      const password = fleet.broker.secret('nats-publisher-nats-credentials')['password'] ?? '';
      withLogin(fleet, 'HUB_URL', (line) => line.replace(/\/\/[^@]+@/, `//publisher:${password}@`));
    },
    broker: /authentication error/,
    leaf: /Authorization Violation/,
  },
};

/** What a case changes in the leaf's cluster, to be put back. */
function remember({ leaf }: TestFleet): () => void {
  const [certificate, auth] = [leaf.secret(CERTIFICATE), leaf.secret(AUTH)];
  return () => {
    leaf.resetConfig();
    leaf.updateSecret(CERTIFICATE, certificate);
    leaf.updateSecret(AUTH, auth);
  };
}

for (const [leafAuthentication, cases] of [
  ['nkey', BY_KEY],
  ['password', BY_PASSWORD],
] as const) {
  describe(`a broker that knows its leaf by ${leafAuthentication}`, () => {
    let fleet: TestFleet;
    let other: TestFleet;
    let leaf: Pod;
    let broker: Pod;
    beforeAll(async () => {
      // Core alone: streams have no part in who may link.
      fleet = await TestFleet.boot(natsMtlsWith({ leafAuthentication, delivery: 'core' }));
      other = await TestFleet.boot(natsMtlsWith({ leafAuthentication, delivery: 'core' }));
      await fleet.startServers();
      leaf = fleet.leaf.pod('nats-leaf-0');
      broker = fleet.broker.pod('nats-broker-0');
    });
    afterAll(async () => {
      await fleet?.shutDown();
      await other?.shutDown();
    });

    test.each(Object.entries(cases))('refuses a leaf with %s, and takes the right one again', async (_, refused) => {
      const restore = remember(fleet);
      const logs = [broker.container('nats').log, leaf.container('nats').log] as const;
      const [brokerEnd, leafEnd] = logs.map(({ length }) => length);
      await leaf.kill();
      await fleet.linked(0);
      await refused.spoil(fleet, other);
      leaf.start();
      if (refused.broker) await logs[0].line(refused.broker, { from: brokerEnd ?? 0 });
      if (refused.leaf) await logs[1].line(refused.leaf, { from: leafEnd ?? 0 });
      expect(await fleet.links()).toBe(0);
      await leaf.kill();
      restore();
      leaf.start();
      await fleet.linked(1);
    });

    if (leafAuthentication === 'nkey') {
      test('refuses a client without a password, on an open port', async () => {
        const connection = await PlainConnection.open(fleet.broker.machine.namespace, broker.address, 4222);
        expect(await connection.log.line(/^INFO /)).toContain('"auth_required":true');
        connection.send('CONNECT {"verbose":false}\r\nPING\r');
        expect(await connection.log.line(/^-ERR/)).toContain('Authorization Violation');
        await connection.close();
      });

      test('answers plaintext on the leafnode port with nothing but an end', async () => {
        const from = broker.container('nats').log.length;
        const connection = await PlainConnection.open(fleet.leaf.machine.namespace, '1.1.1.1', 30722);
        connection.send('CONNECT {"verbose":false}\r\nPING\r');
        await connection.log.line(/^\[closed\]/);
        expect(connection.log.lines.filter((line) => /INFO|PONG/.test(line))).toEqual([]);
        await broker.container('nats').log.line(/Leafnode connection closed: TLS Handshake Failure/, { from });
        expect(await fleet.links()).toBe(1);
        await connection.close();
      });
    }
  });
}

test('fails at once, with the log, where a server cannot start', async () => {
  const fleet = await TestFleet.boot();
  try {
    fleet.leaf.editConfig('nats-leaf-config', (text) => text.replace(/ping_max: .*/, 'ping_max: many'));
    await expect(fleet.startServers()).rejects.toThrow(/^Pod nats-leaf-0 has failed\. Its end:\n.*nats\.conf/s);
  } finally {
    await fleet.shutDown();
  }
});
