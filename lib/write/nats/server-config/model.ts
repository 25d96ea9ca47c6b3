import type { Duration, Size } from 'cdk8s';
import type { Variable } from '../../../formats/nats-conf/value.js';
import type { Account } from './account.js';
import type { Cluster } from './cluster.js';
import type { JetStream } from './jetstream.js';
import type { Leafnodes } from './leafnodes.js';
import type { Tls } from './tls.js';

export type { Cluster } from './cluster.js';
export type { JetStream } from './jetstream.js';
export type { Tls } from './tls.js';

/**
 * Configuration of one nats-server, in upstream's terms.
 *
 * It has no secrets: a secret is a {@link Variable} that one of the included files defines.
 *
 * @see https://docs.nats.io/running-a-nats-service/configuration
 */
export interface ServerConfig {
  /**
   * Release of the server that reads this configuration: `2.15.3`. Fields of later releases are refused, and so is a
   * release before 2.12, because it admits a leaf without credentials.
   */
  readonly serverVersion: string;

  /**
   * Name of this server, unique among all connected servers, across clusters and leafnode links. Without spaces. A
   * variable reads it from the environment, so that each pod of a StatefulSet has its own.
   */
  readonly serverName: string | Variable;

  /**
   * Address that clients connect to.
   * @default - every address
   */
  readonly host?: string;

  /**
   * Port that clients connect to.
   * @default 4222
   */
  readonly port?: number;

  /**
   * Port of the monitoring endpoints, which require no credentials.
   * @default - no monitoring
   */
  readonly httpPort?: number;

  /**
   * Absolute path of the file that holds the process id; the configuration reloader and `--signal` read it.
   * @default - no file
   */
  readonly pidFile?: string;

  /**
   * Files whose keys are read as if they were at the top of this one, relative to it: `../nats-auth/auth.conf`. Each
   * top-level key of such a file must be referenced as a variable or be a field: the server refuses any other.
   * @default - none
   */
  readonly includes?: readonly string[];

  /**
   * How long the server takes to disconnect its clients before it stops. At least 30 s.
   * @default - 2 minutes, the server's own
   */
  readonly lameDuckDuration?: Duration;

  /**
   * How long the server waits before it starts to disconnect clients. Shorter than `lameDuckDuration`.
   * @default - 10 seconds, the server's own
   */
  readonly lameDuckGracePeriod?: Duration;

  /**
   * Interval of the pings that detect a dead peer. It applies to leafnode links too.
   * @default - 2 minutes, the server's own
   */
  readonly pingInterval?: Duration;

  /**
   * Number of unanswered pings after which a connection is closed.
   * @default - 2, the server's own
   */
  readonly pingMax?: number;

  /**
   * How long one write to a client may block.
   * @default - 10 seconds, the server's own
   */
  readonly writeDeadline?: Duration;

  /**
   * Limits on each connection and on their number.
   * @default - the server's own
   */
  readonly limits?: ServerLimits;

  /**
   * What the server logs.
   * @default - errors, warnings and information, with the time
   */
  readonly logging?: Logging;

  /**
   * TLS of the client port.
   * @default - plaintext
   */
  readonly tls?: Tls;

  /**
   * Persistence.
   * @default - off: no messages are stored
   */
  readonly jetstream?: JetStream;

  /**
   * The servers that form one cluster with this one.
   * @default - a single server
   */
  readonly cluster?: Cluster;

  /**
   * Links to servers of other clusters.
   * @default - none
   */
  readonly leafnodes?: Leafnodes;

  /** Accounts by name. Subjects, streams and users of one are invisible to the others. */
  readonly accounts: { readonly [name: string]: Account };

  /** Name of the account that the server itself uses. It must be one of `accounts`, without JetStream. */
  readonly systemAccount: string;
}

/** Limits of a server. */
export interface ServerLimits {
  /**
   * Number of client connections, at least 1.
   * @default - 65536, the server's own
   */
  readonly maxConnections?: number;

  /**
   * Size of one message. At most `maxPending`; the server advises against more than 8 MiB.
   * @default - 1 MiB, the server's own
   */
  readonly maxPayload?: Size;

  /**
   * Bytes that may wait for one slow client before it is cut off.
   * @default - 64 MiB, the server's own
   */
  readonly maxPending?: Size;

  /**
   * Number of subscriptions of one connection, at least 1.
   * @default - unlimited
   */
  readonly maxSubscriptions?: number;

  /**
   * Size of one protocol line, which bounds the length of a subject.
   * @default - 4 KiB, the server's own
   */
  readonly maxControlLine?: Size;
}

/** What a server logs. */
export interface Logging {
  /**
   * Whether each line begins with the time. Container runtimes record it as well.
   * @default true
   */
  readonly logtime?: boolean;

  /**
   * Whether debugging lines are logged.
   * @default false
   */
  readonly debug?: boolean;

  /**
   * Whether every protocol line is logged, including messages and credentials.
   * @default false
   */
  readonly trace?: boolean;
}
