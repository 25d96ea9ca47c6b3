import type { Duration, Size } from 'cdk8s';
import type { Variable } from '../../../formats/nats-conf/value.js';

/**
 * An isolated space of subjects, streams and users.
 *
 * @see https://docs.nats.io/running-a-nats-service/configuration/securing_nats/accounts
 */
export interface Account {
  /**
   * Streams of the account, with their limits.
   * @default - the account has no streams
   */
  readonly jetstream?: AccountJetStream;

  /**
   * Who may connect.
   * @default - nobody; a remote can still bind the account
   */
  readonly users?: readonly User[];

  /**
   * Permissions of users that do not set their own.
   * @default - everything within the account
   */
  readonly defaultPermissions?: Permissions;

  /**
   * Subjects that other accounts may import.
   * @default - none
   */
  readonly exports?: readonly Export[];

  /**
   * Subjects of other accounts that are visible in this one.
   * @default - none
   */
  readonly imports?: readonly Import[];
}

/** Limits of an account's streams; an absent limit is unlimited. */
export interface AccountJetStream {
  /**
   * Memory that all streams may take.
   * @default - unlimited
   */
  readonly maxMemory?: Size;

  /**
   * Disk that all streams may take, each replica counted.
   * @default - unlimited
   */
  readonly maxStore?: Size;

  /**
   * Number of streams.
   * @default - unlimited
   */
  readonly maxStreams?: number;

  /**
   * Number of consumers.
   * @default - unlimited
   */
  readonly maxConsumers?: number;

  /**
   * Whether a stream must set its own limit of bytes.
   * @default false
   */
  readonly maxBytesRequired?: boolean;
}

/** A user, and how it authenticates. */
export type User = PasswordUser | NkeyUser | CertificateUser;

/** What all kinds of users have. */
export interface UserSettings {
  /**
   * What the user may publish and subscribe to.
   * @default - the account's default permissions
   */
  readonly permissions?: Permissions;

  /**
   * Kinds of connection on which the user is accepted.
   * @default - all
   */
  readonly allowedConnectionTypes?: readonly ConnectionType[];
}

/** A user that authenticates by a password. */
export interface PasswordUser extends UserSettings {
  readonly kind: 'password';
  readonly user: string;
  /** Variable that holds the bcrypt hash of the password. */
  readonly password: Variable;
}

/** A user that signs a challenge; the server has only the public key. */
export interface NkeyUser extends UserSettings {
  readonly kind: 'nkey';
  /** Public user key, which begins with `U` and is not secret, or a variable with it. */
  readonly nkey: string | Variable;
}

/**
 * A user that a certificate names, on a listener that maps certificates to users (`verifyAndMap`). Accepted only on
 * such listeners: elsewhere its name alone would be enough.
 */
export interface CertificateUser extends UserSettings {
  readonly kind: 'certificate';
  /** Alternative name or subject of the certificate: `edge-01.leaf.example.org`, `CN=edge-01`. */
  readonly user: string;
}

/** Kinds of connection, in upstream's words. */
export type ConnectionType = 'STANDARD' | 'WEBSOCKET' | 'LEAFNODE' | 'LEAFNODE_WS' | 'MQTT' | 'MQTT_WS' | 'IN_PROCESS';

/**
 * What a user may publish and subscribe to. A side that is absent allows everything, except that a user with
 * `allowResponses` and no `publish` side may only reply.
 *
 * On a leafnode connection `publish` is what may come in from the leaf, `subscribe` what may go out to it.
 *
 * @see https://docs.nats.io/running-a-nats-service/configuration/securing_nats/authorization
 */
export interface Permissions {
  /** @default - every subject */
  readonly publish?: SubjectPermission;

  /** @default - every subject */
  readonly subscribe?: SubjectPermission;

  /**
   * Whether the user may reply to the requests it receives, on the reply subject of the request.
   * @default false
   */
  readonly allowResponses?: boolean;
}

/** Subjects, with the wildcards `*` and `>`. `deny` wins over `allow`. */
export interface SubjectPermission {
  /** @default - everything that is not denied */
  readonly allow?: readonly string[];

  /** @default - none */
  readonly deny?: readonly string[];
}

/** Subjects that other accounts may import. */
export interface Export {
  /** Whether messages flow out of the account (`stream`), or requests into it (`service`). */
  readonly kind: 'stream' | 'service';

  readonly subject: string;

  /**
   * Accounts that may import it.
   * @default - all
   */
  readonly accounts?: readonly string[];
}

/** Subjects of another account that are visible in this one. */
export interface Import {
  /** Whether messages flow into the account (`stream`), or requests out of it (`service`). */
  readonly kind: 'stream' | 'service';

  /** Account that exports it. */
  readonly account: string;

  /** Subject as the other account exports it, or narrower. */
  readonly subject: string;

  /**
   * Subject under which it is visible here.
   * @default - the same subject
   */
  readonly to?: string;
}

/** How long a listener waits for credentials. */
export interface AuthorizationTimeout {
  /**
   * How long a connection may take to send its credentials.
   * @default - 2 seconds, or 1 second more than the TLS timeout
   */
  readonly timeout?: Duration;
}
