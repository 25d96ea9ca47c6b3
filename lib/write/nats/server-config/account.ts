import type { Duration, Size } from 'cdk8s';
import type { Variable } from '../../../formats/nats-conf/value.js';

/**
 * A space of subjects, streams and users of its own.
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
   * What a user may do who has no permissions of its own.
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

/** Limits of an account's streams; what is absent is unlimited. */
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
   * Whether a stream must state its own limit of bytes.
   * @default false
   */
  readonly maxBytesRequired?: boolean;
}

/** Who may connect, and how it proves who it is. */
export type User = PasswordUser | NkeyUser | CertificateUser;

/** What every kind of user has. */
export interface UserSettings {
  /**
   * What the user may publish and subscribe to.
   * @default - the account's default permissions
   */
  readonly permissions?: Permissions;

  /**
   * Kinds of connection on which the user is known.
   * @default - all
   */
  readonly allowedConnectionTypes?: readonly ConnectionType[];
}

/** A user who proves itself by a password. */
export interface PasswordUser extends UserSettings {
  readonly kind: 'password';
  readonly user: string;
  /** Variable that holds the bcrypt hash of the password. */
  readonly password: Variable;
}

/** A user who signs a challenge; the server knows the public key alone. */
export interface NkeyUser extends UserSettings {
  readonly kind: 'nkey';
  /** Public user key, which begins with `U` and is no secret, or a variable that holds it. */
  readonly nkey: string | Variable;
}

/**
 * A user whom a certificate names, on a listener that maps certificates to users (`verifyAndMap`). Known on such
 * listeners alone: without a certificate its name would be enough.
 */
export interface CertificateUser extends UserSettings {
  readonly kind: 'certificate';
  /** Alternative name or subject of the certificate: `edge-01.leaf.example.org`, `CN=edge-01`. */
  readonly user: string;
}

/** Kinds of connection, in upstream's words. */
export type ConnectionType = 'STANDARD' | 'WEBSOCKET' | 'LEAFNODE' | 'LEAFNODE_WS' | 'MQTT' | 'MQTT_WS' | 'IN_PROCESS';

/**
 * What a user may publish and subscribe to. A side that is absent allows everything, except that a user who may answer
 * and has no `publish` side may do no more than answer.
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
   * Whether the user may answer the requests it receives, on the subject that the request names.
   * @default false
   */
  readonly allowResponses?: boolean;
}

/** Subjects, with the wildcards `*` and `>`. What is denied stays so even if it is allowed. */
export interface SubjectPermission {
  /** @default - all that is not denied */
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
   * How long a connection may take to show its credentials.
   * @default - 2 seconds, or 1 more than TLS takes
   */
  readonly timeout?: Duration;
}
