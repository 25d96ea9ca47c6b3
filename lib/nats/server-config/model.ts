import type { Duration, Size } from 'cdk8s';
import type { Variable } from '../../nats-conf/value.js';
import type { Account } from './account.js';
import type { Leafnodes } from './leafnodes.js';

/**
 * Configuration of one nats-server, in upstream's words.
 *
 * No secret stands in it: a secret is a {@link Variable} that one of the included files defines.
 *
 * @see https://docs.nats.io/running-a-nats-service/configuration
 */
export interface ServerConfig {
  /**
   * Release of the server that reads this configuration: `2.14.2`. Fields of later releases are refused, and so is a
   * release before 2.12, because it lets a leaf without credentials in.
   */
  readonly serverVersion: string;

  /**
   * Name of this server, unique among all servers that meet, across clusters and leafnode links. Without spaces. A
   * variable takes it from the environment, so that each pod of a StatefulSet bears its own.
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
   * Port of the monitoring endpoints, which ask nobody for credentials.
   * @default - no monitoring
   */
  readonly httpPort?: number;

  /**
   * Absolute path of the file that holds the process id; the configuration reloader and `--signal` read it.
   * @default - no file
   */
  readonly pidFile?: string;

  /**
   * Files whose keys are read as if they stood at the head of this one, relative to it: `../nats-auth/auth.conf`. Each
   * top-level key of such a file must be referenced as a variable or be a field: the server refuses any other.
   * @default - none
   */
  readonly includes?: readonly string[];

  /**
   * How long the server takes to send its clients away before it stops. At least 30 s.
   * @default - 2 minutes, the server's own
   */
  readonly lameDuckDuration?: Duration;

  /**
   * How long the server waits before it starts to send clients away. Shorter than `lameDuckDuration`.
   * @default - 10 seconds, the server's own
   */
  readonly lameDuckGracePeriod?: Duration;

  /**
   * Interval of the pings that detect a dead peer. It governs leafnode links too.
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
   * @default - off: messages are stored nowhere
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
   * Whether every protocol line is logged, messages and credentials among them.
   * @default false
   */
  readonly trace?: boolean;
}

/**
 * TLS of one listener, or of one remote.
 *
 * @see https://docs.nats.io/running-a-nats-service/configuration/securing_nats/tls
 */
export interface Tls {
  /** Absolute path of the certificate, followed by its intermediates. */
  readonly certFile: string;

  /** Absolute path of the certificate's private key. */
  readonly keyFile: string;

  /** Absolute path of the certificates that the peer's certificate must descend from. */
  readonly caFile: string;

  /**
   * Whether the peer must show a certificate. A remote verifies its peer in any case.
   * @default false
   */
  readonly verify?: boolean;

  /**
   * Whether the peer must show a certificate whose subject, or one of its alternative names, is the name of a user:
   * that user it then is, and needs no password.
   * @default false
   */
  readonly verifyAndMap?: boolean;

  /**
   * Whether TLS begins before the server speaks. Both ends must agree: a peer that waits for the server's greeting is
   * cut off.
   * @default false
   */
  readonly handshakeFirst?: boolean;

  /**
   * Oldest version of TLS that is spoken.
   * @default - 1.2, the server's own
   */
  readonly minVersion?: '1.2' | '1.3';

  /**
   * How long the handshake may take.
   * @default - 2 seconds, the server's own
   */
  readonly timeout?: Duration;
}

/**
 * Persistence of one server.
 *
 * @see https://docs.nats.io/running-a-nats-service/configuration/resource_management
 */
export interface JetStream {
  /** Absolute path of the directory that holds the streams; the mount point of a volume, or below it. */
  readonly storeDir: string;

  /**
   * Name that keeps the API of this cluster apart from the API of the servers it is linked to. One per cluster, unique
   * among all that meet; without `.`, spaces and wildcards.
   */
  readonly domain: string;

  /** Memory that streams may take. */
  readonly maxMemoryStore: Size;

  /** Disk that streams may take: less than the volume holds. */
  readonly maxFileStore: Size;

  /**
   * How often data is forced to the disk. `always` does it before each acknowledgement, which a single replica needs to
   * lose nothing when power fails.
   * @default - 2 minutes, the server's own
   */
  readonly syncInterval?: Duration | 'always';
}

/**
 * Servers that share subjects, streams and accounts.
 *
 * @see https://docs.nats.io/running-a-nats-service/configuration/clustering/cluster_config
 */
export interface Cluster {
  /** Name of the cluster, the same on all its servers and unique among all clusters that meet. Without spaces. */
  readonly name: string;

  /**
   * Address that the other servers connect to.
   * @default - every address
   */
  readonly host?: string;

  /** Port that the other servers connect to, by convention 6222. */
  readonly port: number;

  /** URLs of the cluster's servers; a server skips its own. */
  readonly routes: readonly string[];

  /**
   * Whether servers keep their client addresses from each other's clients.
   * @default false
   */
  readonly noAdvertise?: boolean;

  /**
   * Connections to each of the other servers.
   * @default - 3, the server's own
   */
  readonly poolSize?: number;

  /**
   * TLS between the servers. Each dials the others, so its certificate must serve both ends.
   * @default - plaintext
   */
  readonly tls?: Tls;
}
