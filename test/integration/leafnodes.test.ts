import { createUser } from '@nats-io/nkeys';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Variable } from '../../lib/formats/nats-conf/value.js';
import type { User } from '../../lib/write/nats/server-config/account.js';
import type { LeafCredentials } from '../../lib/write/nats/server-config/leafnodes.js';
import { ConfFolder } from './support/conf-folder.js';
import { BROKER, LEAF, link, open, password } from './support/leaf-link.js';
import type { Program } from './support/program.js';

let folder: ConfFolder;
const connections: NatsConnection[] = [];

beforeAll(async () => {
  folder = await ConfFolder.create();
});

afterEach(async () => {
  await Promise.all(connections.splice(0).map((connection) => connection.close()));
  await folder.stopServers();
});

afterAll(() => folder?.remove());

async function client(host: string, port: number): Promise<NatsConnection> {
  const connection = await connect({ servers: `${host}:${port}`, user: 'client', pass: password });
  connections.push(connection);
  return connection;
}

const credentials: LeafCredentials = { kind: 'nkey', nkey: new Variable('LEAF_NKEY_SEED') };
/** What a server logs of a leaf that it has admitted. */
const linked = /JetStream using domains/;
const refused = /authentication error/;

async function expectRefusal(hub: Program): Promise<void> {
  await hub.line(refused);
  expect(hub.log.lines.filter((line) => linked.test(line))).toEqual([]);
}

function nkeyLeaf(publicKey: string): User {
  return {
    kind: 'nkey',
    nkey: publicKey,
    allowedConnectionTypes: ['LEAFNODE'],
    permissions: { publish: { allow: ['up.edge-01.>'] }, subscribe: { allow: ['down.>'] } },
  };
}
describe('leafnode listener', () => {
  const edge = createUser();
  const seed = new TextDecoder().decode(edge.getSeed());
  const users = [nkeyLeaf(edge.getPublicKey()), nkeyLeaf(createUser().getPublicKey())];

  test('accepts a leaf by its key and holds it to its permissions', async () => {
    const { hub, hubPort, leafPort } = await link(folder, { users, certificate: 'edge-01', credentials, seed });
    await hub.line(linked);
    const above = await client(BROKER, hubPort);
    const below = await client(LEAF, leafPort);
    const received: string[] = [];
    const subscription = above.subscribe('>', { max: 1 });
    await above.flush();
    const first = (async () => {
      for await (const message of subscription) received.push(message.subject);
    })();
    // The interest reaches the leaf some time after the link is up, so the messages are repeated until one arrives.
    const timer = setInterval(() => {
      below.publish('other.edge-01');
      below.publish('up.edge-02.status');
      below.publish('up.edge-01.status');
    }, 20);
    await first.finally(() => clearInterval(timer));
    expect(received).toEqual(['up.edge-01.status']);
  });

  test('accepts a leaf by only its certificate', async () => {
    const user: User = {
      kind: 'certificate',
      user: 'edge-01.leaf.example.org',
      allowedConnectionTypes: ['LEAFNODE'],
      permissions: open,
    };
    const { hub } = await link(folder, { users: [user], verifyAndMap: true, certificate: 'edge-01' });
    await hub.line(linked);
  });

  test('fails for a leaf whose certificate names no user', async () => {
    const user: User = {
      kind: 'certificate',
      user: 'edge-01.leaf.example.org',
      allowedConnectionTypes: ['LEAFNODE'],
      permissions: open,
    };
    const { hub } = await link(folder, { users: [user], verifyAndMap: true, certificate: 'edge-02' });
    await expectRefusal(hub);
  });

  test('fails for a leaf without credentials', async () => {
    const { hub } = await link(folder, { users, certificate: 'edge-01' });
    await expectRefusal(hub);
  });

  test('fails for a leaf with a key that no user has', async () => {
    const unknown = new TextDecoder().decode(createUser().getSeed());
    const { hub } = await link(folder, { users, certificate: 'edge-01', credentials, seed: unknown });
    await expectRefusal(hub);
  });

  test('fails for a leaf with the password of a client', async () => {
    const secretUrl = `tls://client:${password}@${BROKER}:PORT`;
    const { hub } = await link(folder, { users, certificate: 'edge-01', secretUrl });
    await expectRefusal(hub);
  });

  test('takes the user and password of one URL for the others', async () => {
    const user: User = {
      kind: 'password',
      user: 'edge-01',
      password: new Variable('CLIENT_PASSWORD'),
      allowedConnectionTypes: ['LEAFNODE'],
      permissions: open,
    };
    const secretUrl = `tls://edge-01:${password}@127.0.0.3:PORT`;
    const { hub } = await link(folder, { users: [user], certificate: 'edge-01', secretUrl });
    await hub.line(linked);
  });
});
