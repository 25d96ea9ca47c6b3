import { Duration, Size } from 'cdk8s';
import { Variable } from '../../../../lib/formats/nats-conf/value.js';
import type { ServerConfig } from '../../../../lib/write/nats/server-config/model.js';

/** Public key of a user that exists nowhere. */
export const edgeNkey = 'UC46V63ERJQHCQGBJOEJDSHWJWNX5CN2SKA4YIJIZYPTPFACEMUZDLVY';

const certificates = '/etc/nats-certs';
export const tls = {
  certFile: `${certificates}/tls.crt`,
  keyFile: `${certificates}/tls.key`,
  caFile: `${certificates}/ca.crt`,
};

/** A broker of a cluster of three that accepts leaves, with every option that does not exclude another. */
export const broker = {
  serverVersion: '2.15.3',
  serverName: new Variable('SERVER_NAME'),
  host: '0.0.0.0',
  port: 4222,
  httpPort: 8222,
  pidFile: '/var/run/nats/nats.pid',
  includes: ['../nats-auth/auth.conf'],
  lameDuckDuration: Duration.seconds(30),
  lameDuckGracePeriod: Duration.seconds(10),
  pingInterval: Duration.seconds(20),
  pingMax: 2,
  writeDeadline: Duration.millis(2500),
  limits: {
    maxConnections: 1000,
    maxPayload: Size.mebibytes(1),
    maxPending: Size.mebibytes(64),
    maxSubscriptions: 500,
    maxControlLine: Size.kibibytes(4),
  },
  logging: { logtime: false, debug: false, trace: false },
  tls: { ...tls, minVersion: '1.3', timeout: Duration.seconds(3) },
  jetstream: {
    storeDir: '/data/jetstream',
    domain: 'hub',
    maxMemoryStore: Size.mebibytes(64),
    maxFileStore: Size.gibibytes(8),
    syncInterval: 'always',
  },
  cluster: {
    name: 'hub',
    host: '0.0.0.0',
    port: 6222,
    noAdvertise: true,
    poolSize: 3,
    routes: ['nats://nats-broker-0.nats-broker-headless.nats-system.svc:6222'],
    tls: { ...tls, verify: true },
  },
  leafnodes: {
    listener: {
      host: '0.0.0.0',
      port: 7422,
      advertise: '1.1.1.1:30722',
      noAdvertise: true,
      compression: 's2_auto',
      isolateLeafnodeInterest: true,
      authorization: { kind: 'accountUsers', timeout: Duration.seconds(5) },
      tls: { ...tls, verifyAndMap: true, handshakeFirst: true, minVersion: '1.3' },
    },
  },
  accounts: {
    APP: {
      jetstream: {
        maxMemory: Size.mebibytes(32),
        maxStore: Size.gibibytes(4),
        maxStreams: 10,
        maxConsumers: 100,
        maxBytesRequired: true,
      },
      defaultPermissions: { publish: { allow: [] } },
      users: [
        {
          kind: 'password',
          user: 'publisher',
          password: new Variable('PUBLISHER_PASSWORD'),
          allowedConnectionTypes: ['STANDARD'],
          permissions: {
            publish: { allow: ['test.>', '$JS.API.>'], deny: ['test.secret'] },
            subscribe: { allow: ['_INBOX.>', 'test.> workers'] },
            allowResponses: true,
          },
        },
        {
          kind: 'nkey',
          nkey: edgeNkey,
          allowedConnectionTypes: ['LEAFNODE'],
          permissions: { publish: { allow: ['up.edge-01.>'] }, subscribe: { allow: ['test.>'] } },
        },
        {
          kind: 'certificate',
          user: 'edge-02.leaf.example.org',
          allowedConnectionTypes: ['LEAFNODE'],
        },
      ],
      exports: [
        { kind: 'stream', subject: 'test.>', accounts: ['AUDIT'] },
        { kind: 'service', subject: 'ask.*' },
      ],
    },
    AUDIT: {
      jetstream: {},
      imports: [
        { kind: 'stream', account: 'APP', subject: 'test.messages', to: 'audit.messages' },
        { kind: 'service', account: 'APP', subject: 'ask.me' },
      ],
    },
    SYS: {
      users: [
        {
          kind: 'password',
          user: 'sys',
          password: new Variable('SYS_PASSWORD'),
          allowedConnectionTypes: ['STANDARD'],
        },
      ],
    },
  },
  systemAccount: 'SYS',
} as const satisfies ServerConfig;

/** A leaf that dials the broker through a NodePort. */
export const leaf = {
  serverVersion: '2.15.3',
  serverName: 'leaf-0',
  includes: ['../nats-auth/auth.conf'],
  leafnodes: {
    reconnect: Duration.seconds(2),
    remotes: [
      {
        urls: ['tls://1.1.1.1:30722', new Variable('LEAF_URL')],
        account: 'APP',
        credentials: { kind: 'nkey', nkey: new Variable('LEAF_NKEY_SEED') },
        tls: { ...tls, handshakeFirst: true },
        ignoreDiscoveredServers: true,
        denyImports: ['local.>'],
        denyExports: ['local.>', 'private'],
        compression: 's2_fast',
        isolateLeafnodeInterest: true,
      },
    ],
  },
  accounts: {
    APP: {
      users: [
        {
          kind: 'password',
          user: 'subscriber',
          password: new Variable('SUBSCRIBER_PASSWORD'),
          permissions: { publish: { allow: [] }, subscribe: { allow: ['test.>'] } },
        },
      ],
    },
    SYS: {},
  },
  systemAccount: 'SYS',
} as const satisfies ServerConfig;

/** The least that a server needs. */
export const minimal = {
  serverVersion: '2.15.3',
  serverName: 'one',
  includes: ['auth.conf'],
  accounts: { APP: { users: leaf.accounts.APP.users }, SYS: {} },
  systemAccount: 'SYS',
} as const satisfies ServerConfig;
