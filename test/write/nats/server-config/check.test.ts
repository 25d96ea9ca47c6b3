import { Duration, Size } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../../lib/diagnostic.js';
import { Variable } from '../../../../lib/formats/nats-conf/value.js';
import type { Account, User } from '../../../../lib/write/nats/server-config/account.js';
import { checkServerConfig } from '../../../../lib/write/nats/server-config/check.js';
import type { LeafListener, LeafRemote } from '../../../../lib/write/nats/server-config/leafnodes.js';
import type { ServerConfig } from '../../../../lib/write/nats/server-config/model.js';
import { broker, edgeNkey, leaf, minimal, tls } from './example.js';

function problems(config: ServerConfig): string[] {
  return checkServerConfig('NatsBroker', config).map(formatDiagnostic);
}

function withListener(changes: Partial<LeafListener>): ServerConfig {
  return { ...broker, leafnodes: { listener: { ...broker.leafnodes.listener, ...changes } } };
}

function withRemote(changes: Partial<LeafRemote>): ServerConfig {
  return { ...leaf, leafnodes: { remotes: [{ ...leaf.leafnodes.remotes[0], ...changes }] } };
}

function withApp(changes: Partial<Account>, base: ServerConfig = minimal): ServerConfig {
  return { ...base, accounts: { ...base.accounts, APP: { ...base.accounts['APP'], ...changes } } };
}

function withUser(changes: Partial<User>, base: ServerConfig = minimal): ServerConfig {
  const user = { ...leaf.accounts.APP.users[0], ...changes } as User;
  return withApp({ users: [user] }, base);
}

const certificateUser: User = {
  kind: 'certificate',
  user: 'edge-02.leaf.example.org',
  permissions: { publish: { allow: [] } },
};

describe('checkServerConfig', () => {
  test.each([
    ['broker', broker],
    ['leaf', leaf],
    ['minimal server', minimal],
  ])('finds nothing in a %s as it should be', (_, config) => {
    expect(problems(config)).toEqual([]);
  });

  test.each<[fact: string, config: ServerConfig]>([
    ['a lame duck of exactly 30s', { ...minimal, lameDuckDuration: Duration.seconds(30) }],
    ['a payload as large as what may be pending', { ...minimal, limits: { maxPayload: Size.mebibytes(64) } }],
    ['ports at both ends of the range', { ...minimal, port: 1, httpPort: 65_535 }],
    ['a reconnect of 1s', { ...leaf, leafnodes: { ...leaf.leafnodes, reconnect: Duration.seconds(1) } }],
    ['a reconnect of 60s', { ...leaf, leafnodes: { ...leaf.leafnodes, reconnect: Duration.seconds(60) } }],
    ['a release of 2.12 without later fields', { ...minimal, serverVersion: '2.12.0' }],
    ['a URL with an IPv6 address', withRemote({ urls: ['tls://[2001:db8::1]:30722'] })],
    [
      'verify in place of verifyAndMap',
      withApp({ users: broker.accounts.APP.users.slice(0, 2) }, withListener({ tls: { ...tls, verify: true } })),
    ],
    [
      'a certificate user on a mapped client port',
      withUser(
        { ...certificateUser, allowedConnectionTypes: ['STANDARD'] },
        { ...minimal, tls: { ...tls, verifyAndMap: true } },
      ),
    ],
    ['a user who only answers', withUser({ permissions: { allowResponses: true } })],
    [
      'a user of the system account without permissions',
      { ...minimal, accounts: { ...minimal.accounts, SYS: { users: [{ kind: 'nkey', nkey: edgeNkey }] } } },
    ],
  ])('accepts %s', (_, config) => {
    expect(problems(config)).toEqual([]);
  });

  test.each<[fact: string, config: ServerConfig]>([
    ['release without a patch', { ...minimal, serverVersion: '2.14' }],
    ['release before 2.12', { ...minimal, serverVersion: '2.11.17' }],
    ['major release that is not known', { ...minimal, serverVersion: '3.14.0' }],
    ['field newer than the release', { ...leaf, serverVersion: '2.12.3' }],
    ['no server name', { ...minimal, serverName: '' }],
    ['server name with a space', { ...minimal, serverName: 'a b' }],
    ['variable within a server name', { ...minimal, serverName: 'hub-$POD' }],
    ['variable with a bad name', { ...minimal, serverName: new Variable('POD-NAME') }],
    ['port 0', { ...minimal, port: 0 }],
    ['port above the range', { ...minimal, httpPort: 65_536 }],
    ['port with a fraction', { ...minimal, port: 4222.5 }],
    ['two listeners on one port', { ...minimal, httpPort: 4222 }],
    ['listener on the port of the cluster', withListener({ port: 6222 })],
    ['relative pid file', { ...minimal, pidFile: 'nats.pid' }],
    ['absolute include', { ...minimal, includes: ['/etc/nats-auth/auth.conf'] }],
    ['include that begins with a digit', { ...minimal, includes: ['0.conf'] }],
    ['include that is empty', { ...minimal, includes: [''] }],
    ['short lame duck', { ...minimal, lameDuckDuration: Duration.millis(29_999) }],
    [
      'grace as long as the lame duck',
      { ...minimal, lameDuckDuration: Duration.seconds(30), lameDuckGracePeriod: Duration.seconds(30) },
    ],
    ['grace as long as the default lame duck', { ...minimal, lameDuckGracePeriod: Duration.minutes(2) }],
    ['ping interval of 0', { ...minimal, pingInterval: Duration.seconds(0) }],
    ['write deadline of 0', { ...minimal, writeDeadline: Duration.seconds(0) }],
    ['ping maximum of 0', { ...minimal, pingMax: 0 }],
    ['no connections', { ...minimal, limits: { maxConnections: 0 } }],
    ['no subscriptions', { ...minimal, limits: { maxSubscriptions: 0.5 } }],
    ['payload above what may be pending', { ...minimal, limits: { maxPayload: Size.kibibytes(65_537) } }],
    [
      'payload that the server cannot count',
      { ...minimal, limits: { maxPayload: Size.gibibytes(2), maxPending: Size.gibibytes(4) } },
    ],
    ['control line of 0', { ...minimal, limits: { maxControlLine: Size.kibibytes(0) } }],
    ['store on a path that is lost', { ...broker, jetstream: { ...broker.jetstream, storeDir: '/tmp/nats' } }],
    ['relative store', { ...broker, jetstream: { ...broker.jetstream, storeDir: 'data' } }],
    ['domain with a dot', { ...broker, jetstream: { ...broker.jetstream, domain: 'hub.eu' } }],
    ['domain that is empty', { ...broker, jetstream: { ...broker.jetstream, domain: '' } }],
    ['no memory for streams', { ...broker, jetstream: { ...broker.jetstream, maxMemoryStore: Size.kibibytes(0) } }],
    ['no disk for streams', { ...broker, jetstream: { ...broker.jetstream, maxFileStore: Size.kibibytes(0) } }],
    ['sync interval of 0', { ...broker, jetstream: { ...broker.jetstream, syncInterval: Duration.seconds(0) } }],
    ['cluster without a name', { ...broker, cluster: { ...broker.cluster, name: '' } }],
    ['cluster without routes', { ...broker, cluster: { ...broker.cluster, routes: [] } }],
    ['route without a port', { ...broker, cluster: { ...broker.cluster, routes: ['nats://nats-broker-0'] } }],
    ['route of another scheme', { ...broker, cluster: { ...broker.cluster, routes: ['http://nats-broker-0:6222'] } }],
    ['empty pool of routes', { ...broker, cluster: { ...broker.cluster, poolSize: 0 } }],
    ['cluster that verifies nobody', { ...broker, cluster: { ...broker.cluster, tls } }],
    ['relative certificate', { ...minimal, tls: { ...tls, certFile: 'tls.crt' } }],
    ['relative key', { ...minimal, tls: { ...tls, keyFile: 'tls.key' } }],
    ['relative root', { ...minimal, tls: { ...tls, caFile: '' } }],
    ['long handshake', { ...minimal, tls: { ...tls, timeout: Duration.seconds(61) } }],
    ['no accounts', { ...minimal, accounts: {} }],
    ['no users', { ...minimal, accounts: { APP: {}, SYS: {} } }],
    ['system account that is missing', { ...minimal, systemAccount: 'ADMIN' }],
    ['system account with streams', { ...minimal, accounts: { ...minimal.accounts, SYS: { jetstream: {} } } }],
    ['account with a bad name', { ...minimal, accounts: { ...minimal.accounts, $G: {} } }],
    ['account named include', { ...minimal, accounts: { ...minimal.accounts, Include: {} } }],
    ['account limit of 0', withApp({ jetstream: { maxStreams: 0, maxConsumers: -1 } })],
    [
      'user of two accounts',
      { ...minimal, accounts: { ...minimal.accounts, SYS: { users: [leaf.accounts.APP.users[0]] } } },
    ],
    ['key of two users', withApp({ users: [broker.accounts.APP.users[1], broker.accounts.APP.users[1]] })],
    ['user without a name', withUser({ user: ' ' })],
    [
      'seed in place of a public key',
      withApp({ users: [{ kind: 'nkey', nkey: 'SUAGDMJ6TJ', permissions: { publish: { allow: [] } } }] }),
    ],
    ['secret without an included file', { ...minimal, includes: [] }],
    ['user who may publish to all', withUser({ permissions: { publish: { allow: ['a', '>'] } } })],
    ['user who may publish to all but one', withUser({ permissions: { publish: { deny: ['a'] } } })],
    ['user without a publish permission', withUser({ permissions: { subscribe: { allow: ['a'] } } })],
    [
      'subject with an empty token',
      withUser({ permissions: { publish: { allow: ['a..b'] }, subscribe: { deny: ['a.>.b'] } } }),
    ],
    ['default permission for all subjects', withApp({ defaultPermissions: { publish: { allow: ['>'] } } })],
    ['empty list of connection types', withUser({ allowedConnectionTypes: [] })],
    ['user without connection types where leaves are users', withUser({}, broker)],
    ['certificate user without connection types', withUser(certificateUser)],
    [
      'certificate user on a listener that does not map',
      withUser(
        { ...certificateUser, allowedConnectionTypes: ['LEAFNODE'] },
        withListener({ tls: { ...tls, verify: true } }),
      ),
    ],
    [
      'export of a bad subject to nobody',
      withApp({ exports: [{ kind: 'stream', subject: 'a..b', accounts: ['NOBODY'] }] }),
    ],
    ['import from nowhere', withApp({ imports: [{ kind: 'stream', account: 'NOBODY', subject: 'a', to: 'b.' }] })],
    ['import that nobody exports', withApp({ imports: [{ kind: 'service', account: 'SYS', subject: 'a' }] })],
    [
      'import of another kind',
      {
        ...broker,
        accounts: { ...broker.accounts, AUDIT: { imports: [{ kind: 'service', account: 'APP', subject: 'test.a' }] } },
      },
    ],
    [
      'import that is meant for others',
      {
        ...broker,
        accounts: { ...broker.accounts, OTHER: { imports: [{ kind: 'stream', account: 'APP', subject: 'test.a' }] } },
      },
    ],
    ['leafnodes without a purpose', { ...minimal, leafnodes: {} }],
    ['reconnect that is short', { ...leaf, leafnodes: { ...leaf.leafnodes, reconnect: Duration.millis(999) } }],
    ['reconnect that is long', { ...leaf, leafnodes: { ...leaf.leafnodes, reconnect: Duration.seconds(61) } }],
    [
      'listener that verifies no leaf',
      withApp({ users: broker.accounts.APP.users.slice(0, 2) }, withListener({ tls })),
    ],
    ['advertised address without a port', withListener({ advertise: '1.1.1.1' })],
    [
      'long wait for credentials',
      withListener({ authorization: { kind: 'accountUsers', timeout: Duration.seconds(61) } }),
    ],
    ['leaves that are no users', withApp({ users: [] }, broker)],
    ['listener without users', withListener({ authorization: { kind: 'users', users: [] } })],
    [
      'leaf of an account that is missing, twice',
      withListener({
        authorization: {
          kind: 'users',
          users: [
            { user: 'a', password: new Variable('A'), account: 'NONE' },
            { user: 'a', password: new Variable('A'), account: 'APP' },
          ],
        },
      }),
    ],
    [
      'one key for an account that is missing',
      withListener({ authorization: { kind: 'nkey', nkey: 'U123', account: 'NONE' } }),
    ],
    ['remote without an address', withRemote({ urls: [] })],
    ['remote without TLS', withRemote({ urls: ['nats://1.1.1.1:30722'] })],
    ['remote without a port', withRemote({ urls: ['tls://1.1.1.1'] })],
    ['remote with a password', withRemote({ urls: ['tls://leaf:hunter2@1.1.1.1:30722'] })],
    ['remote with a variable in its address', withRemote({ urls: ['tls://$HUB:30722'] })],
    ['remote of an account that is missing', withRemote({ account: 'NONE' })],
    ['remote of the system account', withRemote({ account: 'SYS' })],
    [
      'remote with a relative credentials file',
      withRemote({ credentials: { kind: 'credentialsFile', path: 'a.creds' } }),
    ],
    ['remote that denies a bad subject', withRemote({ denyImports: ['a.'], denyExports: ['>.a'] })],
    [
      'address of two remotes',
      { ...leaf, leafnodes: { remotes: [leaf.leafnodes.remotes[0], leaf.leafnodes.remotes[0]] } },
    ],
  ])('fails for %s', (_, config) => {
    expect(problems(config)).toMatchSnapshot();
    expect(problems(config)).not.toEqual([]);
  });

  test('names all faults at once, sorted', () => {
    const found = problems({ ...minimal, serverName: '', port: 0, lameDuckDuration: Duration.seconds(1) });
    expect(found).toHaveLength(4);
    expect(found).toEqual(found.toSorted());
  });

  test('never shows what may be a secret', () => {
    const seed = 'SUAGDMJ6TJ4RM34PPNG33MKB';
    const config = withApp(
      { users: [{ kind: 'nkey', nkey: seed }] },
      withRemote({ urls: ['tls://leaf:hunter2@1.1.1.1:30722'] }),
    );
    expect(problems(config).join('\n')).not.toMatch(/hunter2|SUAGDMJ6TJ/);
  });
});
