import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createUser } from '@nats-io/nkeys';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import bcrypt from 'bcryptjs';
import { Duration } from 'cdk8s';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { printConf } from '../../lib/formats/nats-conf/print.js';
import { Variable } from '../../lib/formats/nats-conf/value.js';
import type { User } from '../../lib/write/nats/server-config/account.js';
import { checkServerConfig } from '../../lib/write/nats/server-config/check.js';
import type { LeafCredentials } from '../../lib/write/nats/server-config/leafnodes.js';
import type { ServerConfig, Tls } from '../../lib/write/nats/server-config/model.js';
import { renderServerConfig } from '../../lib/write/nats/server-config/render.js';
import { broker } from '../write/nats/server-config/example.js';

const natsServer = process.env['NATS_SERVER'] ?? 'nats-server';
const serverVersion = '2.14.2';

let directory: string;
const running: ChildProcess[] = [];
const connections: NatsConnection[] = [];

interface Outcome {
  readonly code: number;
  readonly output: string;
}

async function run(...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(natsServer, args, { env: { ...process.env, SERVER_NAME: 'hub-0' } }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr });
    });
  });
}

beforeAll(async () => {
  const { code, output } = await run('--version');
  if (code !== 0 || !output.includes(`v${serverVersion}`)) {
    throw new Error(
      `nats-server ${serverVersion} was not found at '${natsServer}': ${output}. Install it with ` +
        `'go install github.com/nats-io/nats-server/v2@v${serverVersion}' and name it in NATS_SERVER, or put it on the PATH.`,
    );
  }
  directory = await mkdtemp(join(tmpdir(), 'nats-conf-'));
  await mkdir(join(directory, 'config'));
  await mkdir(join(directory, 'auth'));
  await issueCertificates();
});

afterEach(async () => {
  await Promise.all(connections.splice(0).map((connection) => connection.close()));
  await Promise.all(
    running.splice(0).map(
      (child) =>
        new Promise((resolve) => {
          child.once('exit', resolve);
          child.kill('SIGKILL');
        }),
    ),
  );
});

afterAll(async () => {
  if (directory !== undefined) await rm(directory, { recursive: true });
});

/** Certificates of one root: `broker` for 127.0.0.2, `edge-01` and `edge-02` for leaves. */
async function issueCertificates(): Promise<void> {
  await issue('ca', 'basicConstraints=critical,CA:TRUE');
  await issue('broker', 'subjectAltName=IP:127.0.0.2', 'ca');
  await issue('edge-01', 'subjectAltName=DNS:edge-01.leaf.example.org', 'ca');
  await issue('edge-02', 'subjectAltName=DNS:edge-02.leaf.example.org', 'ca');
}

async function issue(name: string, extension: string, issuer?: string): Promise<void> {
  const file = (base: string, kind: string) => join(directory, `${base}.${kind}`);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', file(name, 'key')];
  const signer = issuer === undefined ? [] : ['-CA', file(issuer, 'crt'), '-CAkey', file(issuer, 'key')];
  const certificate = ['-x509', '-subj', `/CN=${name}`, '-addext', extension, '-out', file(name, 'crt')];
  await promisify(execFile)('openssl', ['req', ...certificate, ...key, ...signer]);
}

function tlsOf(name: string): Tls {
  return {
    certFile: join(directory, `${name}.crt`),
    keyFile: join(directory, `${name}.key`),
    caFile: join(directory, 'ca.crt'),
  };
}

async function writeConfig(name: string, text: string): Promise<string> {
  const path = join(directory, 'config', `${name}.conf`);
  await writeFile(path, text);
  return path;
}

/** The file that stands for a mounted Secret. */
async function writeSecrets(name: string, secrets: { readonly [variable: string]: string }): Promise<string> {
  const lines = Object.entries(secrets).map(([variable, value]) => `${variable}: "${value}"\n`);
  await writeFile(join(directory, 'auth', `${name}.conf`), lines.join(''));
  return `../auth/${name}.conf`;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

interface Running {
  /** Resolves with the log once a line matches; rejects with it when the server exits before. */
  logged(pattern: RegExp): Promise<string>;
}

function start(config: string): Running {
  const child = spawn(natsServer, ['-D', '-c', config]);
  running.push(child);
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  return {
    logged: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (pattern.test(log)) resolve(log);
        };
        child.stderr.on('data', look);
        child.once('exit', () => reject(new Error(log)));
        look();
      }),
  };
}

/** What the server's digest of a configuration is made of: JSON with sorted keys, as Go encodes it. */
function digest(conf: { readonly [key: string]: { readonly [key: string]: string } }): string {
  const sorted = (map: object): object =>
    Object.fromEntries(Object.entries(map).sort(([a], [b]) => compareBytes(a, b)));
  const object = Object.fromEntries(Object.entries(conf).map(([key, map]) => [key, sorted(map)]));
  const json = JSON.stringify(object).replaceAll(/[<>&\u2028\u2029\u007f]/g, (character) =>
    character === '\u007f' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return createHash('sha256').update(`${json}\n`).digest('hex');
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

describe('printConf', () => {
  test('prints strings that the server reads as they were', async () => {
    const character = fc.constantFrom(
      '$',
      '"',
      "'",
      '\\',
      '#',
      '/',
      '{',
      '}',
      '[',
      ']',
      '(',
      ')',
      ',',
      ';',
      ' ',
      '\n',
      '\t',
      '\0',
      'a',
      '1',
      'é',
      '€',
    );
    const samples = fc.sample(
      fc.oneof(
        fc.string({ unit: character, minLength: 1 }),
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.constantFrom(
          'true',
          'OFF',
          '10',
          '10Gi',
          '5m',
          '1e5',
          '$X',
          '$2a$11$a',
          '//',
          'include',
          '1.2.3.4:5',
          '.5',
          '-',
        ),
      ),
      { numRuns: 400, seed: 1 },
    );
    const metadata = Object.fromEntries(samples.map((sample, index) => [`k${index}`, sample]));
    const conf = { server_metadata: metadata };
    const { code, output } = await run('-t', '-c', await writeConfig('strings', printConf([conf])));
    expect([code, output]).toEqual([0, expect.stringContaining(digest(conf))]);
  });
});

describe('renderServerConfig', () => {
  test('renders every option so that the server accepts it', async () => {
    const hash = bcrypt.hashSync('secret', 4);
    const include = await writeSecrets('all', { PUBLISHER_PASSWORD: hash, SYS_PASSWORD: hash });
    const config: ServerConfig = {
      ...broker,
      includes: [include],
      tls: { ...broker.tls, ...tlsOf('broker') },
      cluster: { ...broker.cluster, tls: { ...tlsOf('broker'), verify: true } },
      leafnodes: {
        listener: { ...broker.leafnodes.listener, tls: { ...broker.leafnodes.listener.tls, ...tlsOf('broker') } },
      },
    };
    expect(checkServerConfig('broker', config)).toEqual([]);
    const { code, output } = await run('-t', '-c', await writeConfig('all', renderServerConfig(config)));
    expect([code, output]).toEqual([0, expect.stringContaining('is valid')]);
  });

  test('fails in the server for a variable that the included file defines and nothing refers to', async () => {
    const include = await writeSecrets('unused', { UNUSED: 'x' });
    const text = `include ${include}\nserver_name: one\n`;
    const { code, output } = await run('-t', '-c', await writeConfig('unused', text));
    expect([code, output]).toEqual([1, expect.stringContaining('unknown field "UNUSED"')]);
  });
});

interface Link {
  readonly hub: Running;
  readonly leaf: Running;
  readonly hubPort: number;
  readonly leafPort: number;
}

interface LinkOptions {
  readonly users: readonly User[];
  readonly verifyAndMap?: boolean;
  readonly certificate: string;
  readonly credentials?: LeafCredentials;
  readonly seed?: string;
  /** A URL that stands in the leaf's Secret, with `PORT` in place of the port. */
  readonly secretUrl?: string;
}

const password = 'secret';
const open = { publish: { allow: ['*', '*.*', '*.*.>'] } };

/** A broker on 127.0.0.2 and a leaf that dials it, both from rendered configurations. */
async function link(options: LinkOptions): Promise<Link> {
  const [hubPort = 0, leafnodePort = 0, leafPort = 0] = await freePorts(3);
  const hash = bcrypt.hashSync(password, 4);
  const client = (): User => ({
    kind: 'password',
    user: 'client',
    password: new Variable('CLIENT_PASSWORD'),
    allowedConnectionTypes: ['STANDARD'],
    permissions: open,
  });
  const hubConfig: ServerConfig = {
    serverVersion,
    serverName: 'hub',
    host: '127.0.0.2',
    port: hubPort,
    includes: [await writeSecrets('hub', { CLIENT_PASSWORD: hash })],
    leafnodes: {
      listener: {
        host: '127.0.0.2',
        port: leafnodePort,
        authorization: { kind: 'accountUsers', timeout: Duration.seconds(5) },
        tls: { ...tlsOf('broker'), verify: true, verifyAndMap: options.verifyAndMap ?? false, handshakeFirst: true },
      },
    },
    accounts: { APP: { users: [client(), ...options.users] }, SYS: {} },
    systemAccount: 'SYS',
  };
  const leafConfig: ServerConfig = {
    serverVersion,
    serverName: 'leaf',
    host: '127.0.0.1',
    port: leafPort,
    includes: [
      await writeSecrets('leaf', {
        CLIENT_PASSWORD: hash,
        ...(options.seed !== undefined && { LEAF_NKEY_SEED: options.seed }),
        ...(options.secretUrl !== undefined && { LEAF_URL: options.secretUrl.replace('PORT', String(leafnodePort)) }),
      }),
    ],
    leafnodes: {
      remotes: [
        {
          urls: [
            `tls://127.0.0.2:${leafnodePort}`,
            ...(options.secretUrl === undefined ? [] : [new Variable('LEAF_URL')]),
          ],
          account: 'APP',
          ...(options.credentials !== undefined && { credentials: options.credentials }),
          tls: { ...tlsOf(options.certificate), handshakeFirst: true },
          ignoreDiscoveredServers: true,
        },
      ],
    },
    accounts: { APP: { users: [client()] }, SYS: {} },
    systemAccount: 'SYS',
  };
  expect([...checkServerConfig('hub', hubConfig), ...checkServerConfig('leaf', leafConfig)]).toEqual([]);
  const hub = start(await writeConfig('hub', renderServerConfig(hubConfig)));
  await hub.logged(/Server is ready/);
  const leaf = start(await writeConfig('leaf', renderServerConfig(leafConfig)));
  return { hub, leaf, hubPort, leafPort };
}

async function client(host: string, port: number): Promise<NatsConnection> {
  const connection = await connect({ servers: `${host}:${port}`, user: 'client', pass: password });
  connections.push(connection);
  return connection;
}

const credentials: LeafCredentials = { kind: 'nkey', nkey: new Variable('LEAF_NKEY_SEED') };
/** What a server logs of a leaf once it has let it in. */
const linked = /JetStream using domains/;
const refused = /authentication error/;

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
    const { hub, hubPort, leafPort } = await link({ users, certificate: 'edge-01', credentials, seed });
    await hub.logged(linked);
    const above = await client('127.0.0.2', hubPort);
    const below = await client('127.0.0.1', leafPort);
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

  test('accepts a leaf by its certificate alone', async () => {
    const user: User = {
      kind: 'certificate',
      user: 'edge-01.leaf.example.org',
      allowedConnectionTypes: ['LEAFNODE'],
      permissions: open,
    };
    const { hub } = await link({ users: [user], verifyAndMap: true, certificate: 'edge-01' });
    await hub.logged(linked);
  });

  test('fails for a leaf whose certificate names no user', async () => {
    const user: User = {
      kind: 'certificate',
      user: 'edge-01.leaf.example.org',
      allowedConnectionTypes: ['LEAFNODE'],
      permissions: open,
    };
    const { hub } = await link({ users: [user], verifyAndMap: true, certificate: 'edge-02' });
    expect(await hub.logged(refused)).not.toMatch(linked);
  });

  test('fails for a leaf without credentials', async () => {
    const { hub } = await link({ users, certificate: 'edge-01' });
    expect(await hub.logged(refused)).not.toMatch(linked);
  });

  test('fails for a leaf with a key that no user has', async () => {
    const stranger = new TextDecoder().decode(createUser().getSeed());
    const { hub } = await link({ users, certificate: 'edge-01', credentials, seed: stranger });
    expect(await hub.logged(refused)).not.toMatch(linked);
  });

  test('fails for a leaf with the password of a client', async () => {
    const secretUrl = `tls://client:${password}@127.0.0.2:PORT`;
    const { hub } = await link({ users, certificate: 'edge-01', secretUrl });
    expect(await hub.logged(refused)).not.toMatch(linked);
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
    const { hub } = await link({ users: [user], certificate: 'edge-01', secretUrl });
    await hub.logged(linked);
  });
});
