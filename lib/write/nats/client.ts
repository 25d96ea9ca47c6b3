import { list, optional, options, type Shape } from '../../input/shape.js';
import { anyText, flag, label } from '../../input/values.js';
import type { Credential } from '../secrets/secret-content.js';
import type { Permissions, SubjectPermission } from './server-config/account.js';

/**
 * A workload that connects to a NATS server, and the NATS user that it connects as. One workload, one identity: the mesh
 * knows it by its ServiceAccount, NATS by its user.
 *
 * @see https://docs.nats.io/running-a-nats-service/configuration/securing_nats/authorization
 */
export interface NatsClient {
  /** NATS user; up to 64 letters, digits, dashes and underscores, a letter first. */
  readonly user: string;
  /** Name of the workload, of its ServiceAccount and of the `app.kubernetes.io/name` label of its pods. */
  readonly workload: string;
  /** Namespace of the workload. @default - the server's namespace */
  readonly namespace?: string;
  /** Account that the user belongs to. @default APP */
  readonly account?: string;
  /** Subjects that the user may publish and subscribe to; a wildcard over everything is refused. @see https://docs.nats.io/running-a-nats-service/configuration/securing_nats/authorization */
  readonly permissions: Permissions;
}

export const DEFAULT_ACCOUNT = 'APP';
export const SYSTEM_ACCOUNT = 'SYS';
/** The user for operators; no workload uses it. */
export const SYSTEM_USER = 'sys';

/** Subjects on which a client receives replies by default. */
export const INBOX = '_INBOX.>';

/** Prefix of a user's private inboxes; its client must be configured with it. @see https://docs.nats.io/running-a-nats-service/nats_admin/security */
export function inboxPrefix(user: string): string {
  return `_INBOX.${user}`;
}

/** Subjects on which only this user receives replies. */
export function ownInbox(user: string): string {
  return `${inboxPrefix(user)}.>`;
}

/** The credential of a user of a cluster's servers. */
export function userCredential(cluster: string, user: string): Credential {
  return { id: `${cluster}/${user}`, kind: 'password' };
}

/** Name of the variable that holds the bcrypt hash of a user's password: `PUBLISHER_PASSWORD`. */
export function passwordVariable(user: string): string {
  return `${upperSnake(user)}_PASSWORD`;
}

export function upperSnake(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
}

/** Name of the Secret with a client's password. */
export function clientSecretName(workload: string): string {
  return `${workload}-nats-credentials`;
}

const SUBJECTS: Shape<SubjectPermission> = options<SubjectPermission>({
  allow: optional(list(anyText)),
  deny: optional(list(anyText)),
});

/** What is accepted as permissions; their subjects are checked with the server's configuration. */
export const PERMISSIONS: Shape<Permissions> = options<Permissions>({
  publish: optional(SUBJECTS),
  subscribe: optional(SUBJECTS),
  allowResponses: optional(flag),
});

/** What is accepted as a client. */
export const NATS_CLIENT: Shape<NatsClient> = options<NatsClient>({
  user: anyText,
  workload: label,
  namespace: optional(label),
  account: optional(anyText),
  permissions: PERMISSIONS,
});
