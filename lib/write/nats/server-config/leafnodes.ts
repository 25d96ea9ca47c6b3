import type { Duration } from 'cdk8s';
import type { Variable } from '../../../formats/nats-conf/value.js';
import type { AuthorizationTimeout } from './account.js';
import type { Tls } from './tls.js';

/**
 * Links between servers of different clusters: the listener that leaves dial, and the hubs that this server dials.
 *
 * @see https://docs.nats.io/running-a-nats-service/configuration/leafnodes/leafnode_conf
 */
export interface Leafnodes {
  /**
   * Where leaves may dial this server.
   * @default - nowhere
   */
  readonly listener?: LeafListener;

  /**
   * How long to wait before reconnecting to a lost hub. 1 s to 60 s.
   * @default - 1 second, the server's own
   */
  readonly reconnect?: Duration;

  /**
   * Hubs that this server is a leaf of.
   * @default - none
   */
  readonly remotes?: readonly LeafRemote[];
}

/** Where leaves dial a server, and how they authenticate. */
export interface LeafListener {
  /**
   * Address that leaves connect to.
   * @default - every address
   */
  readonly host?: string;

  /** Port that leaves connect to, by convention 7422. */
  readonly port: number;

  /**
   * Address that leaves dial, as host and port, reachable from outside.
   * @default - the server's own addresses, which a leaf of another cluster cannot reach
   */
  readonly advertise?: string;

  /**
   * Whether the servers of the cluster hide each other's leafnode addresses from the leaves. A server always sends its
   * own address: `advertise` changes it, `ignoreDiscoveredServers` on the leaf ignores it.
   * @default false
   */
  readonly noAdvertise?: boolean;

  /**
   * Compression of the link.
   * @default - s2_auto, the server's own
   */
  readonly compression?: LeafCompression;

  /**
   * Whether a leaf gets no information on the subscriptions of other leaves.
   * @default false
   */
  readonly isolateLeafnodeInterest?: boolean;

  /** How leaves authenticate. */
  readonly authorization: LeafAuthorization;

  /** TLS of the listener; the leaf must present a certificate. */
  readonly tls: Tls;
}

/** How the leaves of a listener authenticate. */
export type LeafAuthorization = AccountUsersAuthorization | LeafUsersAuthorization | LeafNkeyAuthorization;

/**
 * Leaves are users of accounts: each has its own key, certificate or password, and its own permissions. Name
 * `LEAFNODE` in the user's `allowedConnectionTypes`.
 */
export interface AccountUsersAuthorization extends AuthorizationTimeout {
  readonly kind: 'accountUsers';
}

/** Leaves are users of this listener only. They have passwords and an account, but no permissions. */
export interface LeafUsersAuthorization extends AuthorizationTimeout {
  readonly kind: 'users';
  readonly users: readonly LeafUser[];
}

/** Every leaf has the same key and the same account, and no permissions. */
export interface LeafNkeyAuthorization extends AuthorizationTimeout {
  readonly kind: 'nkey';
  /** Public user key, which begins with `U` and is not secret, or a variable with it. */
  readonly nkey: string | Variable;
  /** Account that the leaves are bound to. */
  readonly account: string;
}

/** A leaf that authenticates by a password. */
export interface LeafUser {
  readonly user: string;
  /** Variable that holds the bcrypt hash of the password. */
  readonly password: Variable;
  /** Account that the leaf is bound to. */
  readonly account: string;
}

/** Compression of a leafnode link. */
export type LeafCompression = 'off' | 'accept' | 's2_auto' | 's2_fast' | 's2_better' | 's2_best';

/** A hub that this server dials as a leaf. */
export interface LeafRemote {
  /**
   * Addresses of one hub, `tls://host:port`, without user and password. A variable is a whole URL and may contain both.
   */
  readonly urls: readonly (string | Variable)[];

  /** Account of this server that the link binds. */
  readonly account: string;

  /**
   * How this server authenticates, besides its certificate.
   * @default - by its certificate alone, or by the user and password of the first URL
   */
  readonly credentials?: LeafCredentials;

  /** TLS of the link: the certificate of this server, and the roots that the hub's certificate must chain to. */
  readonly tls: Tls;

  /**
   * Whether addresses that the hub announces are ignored. They are addresses of pods, which no other cluster can reach.
   * @default false
   */
  readonly ignoreDiscoveredServers?: boolean;

  /**
   * Subjects that are not imported from the hub.
   * @default - none
   */
  readonly denyImports?: readonly string[];

  /**
   * Subjects that are not exported to the hub.
   * @default - none
   */
  readonly denyExports?: readonly string[];

  /**
   * Compression of the link.
   * @default - s2_auto, the server's own
   */
  readonly compression?: LeafCompression;

  /**
   * Whether this server is isolated from the subscriptions of other leaves of the hub.
   * @default false
   */
  readonly isolateLeafnodeInterest?: boolean;
}

/** How a leaf authenticates. */
export type LeafCredentials =
  | {
      readonly kind: 'nkey';
      /** Variable that holds the seed of the key. */
      readonly nkey: Variable;
    }
  | {
      readonly kind: 'credentialsFile';
      /** Absolute path of a file that holds a user's JWT and the seed of its key. */
      readonly path: string;
    };
