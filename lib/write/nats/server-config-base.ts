import { Duration, Size } from 'cdk8s';
import { Variable } from '../../formats/nats-conf/value.js';
import { TRUST_BUNDLE_KEY } from '../trust/names.js';
import { DEFAULT_ACCOUNT, passwordVariable, SYSTEM_ACCOUNT, SYSTEM_USER } from './client.js';
import { AUTH_INCLUDE, CERTIFICATE_DIRECTORY, PID_FILE, STORE_DIRECTORY, TRUST_DIRECTORY } from './paths.js';
import { CLIENT_PORT, CLUSTER_PORT, MONITOR_PORT } from './ports.js';
import type { Account, User } from './server-config/account.js';
import type { ServerConfig, Tls } from './server-config/model.js';
import { headlessDomain, type NatsServerSettings } from './server-settings.js';

/** Variable with the server name of each pod. */
export const SERVER_NAME = 'SERVER_NAME';

/** Time to disconnect the clients before the server stops; the shortest that it accepts. */
export const LAME_DUCK_DURATION = Duration.seconds(30);
const LAME_DUCK_GRACE_PERIOD = Duration.seconds(10);

/** TLS of a connection between servers: each presents a certificate and requires one. */
export function serverTls(): Tls {
  return {
    certFile: `${CERTIFICATE_DIRECTORY}/tls.crt`,
    keyFile: `${CERTIFICATE_DIRECTORY}/tls.key`,
    caFile: `${TRUST_DIRECTORY}/${TRUST_BUNDLE_KEY}`,
    minVersion: '1.3',
    timeout: Duration.seconds(5),
  };
}

/** The configuration that a broker and a leaf have in common. */
export function baseConfig(settings: NatsServerSettings, otherUsers: readonly AccountUser[]): ServerConfig {
  const { name, version, replicas, jetStream, limits, pingInterval, cluster } = settings;
  return {
    serverVersion: version,
    serverName: new Variable(SERVER_NAME),
    includes: [AUTH_INCLUDE],
    port: CLIENT_PORT,
    ...(settings.clientTls && { tls: serverTls() }),
    httpPort: MONITOR_PORT,
    pidFile: PID_FILE,
    lameDuckDuration: LAME_DUCK_DURATION,
    lameDuckGracePeriod: LAME_DUCK_GRACE_PERIOD,
    pingInterval,
    pingMax: 2,
    writeDeadline: Duration.seconds(10),
    limits,
    logging: { logtime: false },
    ...(jetStream && {
      jetstream: {
        storeDir: STORE_DIRECTORY,
        domain: jetStream.domain,
        maxMemoryStore: jetStream.maxMemoryStore,
        maxFileStore: jetStream.maxFileStore,
        ...(jetStream.syncInterval && { syncInterval: jetStream.syncInterval }),
      },
    }),
    ...(replicas > 1 && {
      cluster: {
        name: `${cluster.name}-${name}`,
        port: CLUSTER_PORT,
        noAdvertise: true,
        routes: podNames(settings).map((pod) => `tls://${pod}.${headlessDomain(settings)}:${CLUSTER_PORT}`),
        tls: { ...serverTls(), verify: true },
      },
    }),
    accounts: accounts(settings, otherUsers),
    systemAccount: SYSTEM_ACCOUNT,
  };
}

/** A user of one of the accounts. */
export interface AccountUser {
  readonly account: string;
  readonly user: User;
}

function accounts(settings: NatsServerSettings, otherUsers: readonly AccountUser[]): { [name: string]: Account } {
  const users: AccountUser[] = [
    ...settings.clients.map(({ user, account, permissions }) => ({
      account: account ?? DEFAULT_ACCOUNT,
      user: {
        kind: 'password' as const,
        user,
        password: new Variable(passwordVariable(user)),
        permissions,
        allowedConnectionTypes: ['STANDARD' as const],
      },
    })),
    ...otherUsers,
  ];
  const names = [...new Set([DEFAULT_ACCOUNT, ...users.map(({ account }) => account)])];
  return {
    ...Object.fromEntries(
      names.map((name): [string, Account] => [
        name,
        {
          ...(settings.jetStream && {
            // An account's limit counts each replica of a stream.
            jetstream: {
              maxMemory: times(settings.jetStream.maxMemoryStore, settings.replicas),
              maxStore: times(settings.jetStream.maxFileStore, settings.replicas),
            },
          }),
          users: users.filter(({ account }) => account === name).map(({ user }) => user),
        },
      ]),
    ),
    [SYSTEM_ACCOUNT]: {
      users: [
        {
          kind: 'password',
          user: SYSTEM_USER,
          password: new Variable(passwordVariable(SYSTEM_USER)),
          allowedConnectionTypes: ['STANDARD'],
        },
      ],
    },
  };
}

function times(size: Size, factor: number): Size {
  return Size.kibibytes(size.toKibibytes() * factor);
}

/** Names of the servers' pods. */
export function podNames({ name, replicas }: NatsServerSettings): string[] {
  return Array.from({ length: replicas }, (_, index) => `${name}-${index}`);
}
