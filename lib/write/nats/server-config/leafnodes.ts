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
   * How long to wait before a lost hub is dialled again. 1 s to 60 s.
   * @default - 1 second, the server's own
   */
  readonly reconnect?: Duration;

  /**
   * Hubs that this server is a leaf of.
   * @default - none
   */
  readonly remotes?: readonly LeafRemote[];
}

/** Where leaves dial a server, and how they prove who they are. */
export interface LeafListener {
  /**
   * Address that leaves connect to.
   * @default - every address
   */
  readonly host?: string;

  /** Port that leaves connect to, by convention 7422. */
  readonly port: number;

  /**
   * Address that leaves are told to dial, as host and port: the one they can reach from outside.
   * @default - the server's own addresses, which a leaf of another cluster cannot reach
   */
  readonly advertise?: string;

  /**
   * Whether the servers of the cluster keep each other's leafnode addresses from the leaves. Its own address a server
   * sends in any case: `advertise` changes it, `ignoreDiscoveredServers` on the leaf ignores it.
   * @default false
   */
  readonly noAdvertise?: boolean;

  /**
   * Compression of the link.
   * @default - s2_auto, the server's own
   */
  readonly compression?: LeafCompression;

  /**
   * Whether a leaf hears nothing of what other leaves subscribe to.
   * @default false
   */
  readonly isolateLeafnodeInterest?: boolean;

  /** How leaves prove who they are. */
  readonly authorization: LeafAuthorization;

  /** TLS of the listener; the leaf must show a certificate. */
  readonly tls: Tls;
}

/** How the leaves of a listener prove who they are. */
export type LeafAuthorization = AccountUsersAuthorization | LeafUsersAuthorization | LeafNkeyAuthorization;

/**
 * Leaves are users of accounts: each has its own key, certificate or password, and its own permissions. Name
 * `LEAFNODE` in the user's `allowedConnectionTypes`.
 */
export interface AccountUsersAuthorization extends AuthorizationTimeout {
  readonly kind: 'accountUsers';
}

/** Leaves are users of the listener alone. They have passwords and an account, and no permissions. */
export interface LeafUsersAuthorization extends AuthorizationTimeout {
  readonly kind: 'users';
  readonly users: readonly LeafUser[];
}

/** Every leaf has the same key and the same account, and no permissions. */
export interface LeafNkeyAuthorization extends AuthorizationTimeout {
  readonly kind: 'nkey';
  /** Public user key, which begins with `U` and is no secret, or a variable that holds it. */
  readonly nkey: string | Variable;
  /** Account that the leaves are bound to. */
  readonly account: string;
}

/** A leaf that proves itself by a password. */
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
   * Addresses of one hub, `tls://host:port`, without user and password. A variable stands for a whole URL and may hold
   * both.
   */
  readonly urls: readonly (string | Variable)[];

  /** Account of this server that the link binds. */
  readonly account: string;

  /**
   * How this server proves who it is, beyond the certificate that it shows.
   * @default - by its certificate alone, or by the user and password of the first URL
   */
  readonly credentials?: LeafCredentials;

  /** TLS of the link: the certificate that this server shows, and the roots that the hub must descend from. */
  readonly tls: Tls;

  /**
   * Whether addresses that the hub announces are ignored. They are addresses of pods, which no other cluster reaches.
   * @default false
   */
  readonly ignoreDiscoveredServers?: boolean;

  /**
   * Subjects that are not taken from the hub.
   * @default - none
   */
  readonly denyImports?: readonly string[];

  /**
   * Subjects that are not given to the hub.
   * @default - none
   */
  readonly denyExports?: readonly string[];

  /**
   * Compression of the link.
   * @default - s2_auto, the server's own
   */
  readonly compression?: LeafCompression;

  /**
   * Whether this server takes no part in what other leaves of the hub subscribe to.
   * @default false
   */
  readonly isolateLeafnodeInterest?: boolean;
}

/** How a leaf proves who it is. */
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
