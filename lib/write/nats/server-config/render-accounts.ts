import type { ConfMap } from '../../../formats/nats-conf/value.js';
import type { Account, AccountJetStream, Export, Import, Permissions, User } from './account.js';
import { block, type Optional } from './render-block.js';
import { bytes } from './units.js';

/** The `accounts` block. */
export function accountsBlock(accounts: { readonly [name: string]: Account }): ConfMap {
  return Object.fromEntries(Object.entries(accounts).map(([name, account]) => [name, accountBlock(account)]));
}

function accountBlock(account: Account): ConfMap {
  const { jetstream, users, defaultPermissions, exports, imports } = account;
  return {
    ...block({
      jetstream: jetstream && jetstreamValue(jetstream),
      default_permissions: defaultPermissions && permissionsBlock(defaultPermissions),
      users: users && users.length > 0 ? users.map(userBlock) : undefined,
      exports: exports && exports.length > 0 ? exports.map(exportBlock) : undefined,
      imports: imports && imports.length > 0 ? imports.map(importBlock) : undefined,
    }),
  };
}

/** Without limits it is the word `enabled`, because an empty block would look like a mistake. */
function jetstreamValue(jetstream: AccountJetStream): ConfMap | string {
  const limits = block({
    max_memory: jetstream.maxMemory && bytes(jetstream.maxMemory),
    max_store: jetstream.maxStore && bytes(jetstream.maxStore),
    max_streams: jetstream.maxStreams,
    max_consumers: jetstream.maxConsumers,
    max_bytes_required: jetstream.maxBytesRequired,
  });
  return limits ?? 'enabled';
}

function userBlock(user: User): ConfMap {
  return {
    ...block({
      nkey: user.kind === 'nkey' ? user.nkey : undefined,
      user: user.kind === 'nkey' ? undefined : user.user,
      password: user.kind === 'password' ? user.password : undefined,
      allowed_connection_types: user.allowedConnectionTypes,
      permissions: user.permissions && permissionsBlock(user.permissions),
    }),
  };
}

/**
 * An absent side allows every subject. An `allow` list that is empty means the same to the server, so a side that is
 * given without subjects denies all of them.
 */
function permissionsBlock({ publish, subscribe, allowResponses }: Permissions): ConfMap {
  return {
    ...block({
      publish: publish && subjectBlock(publish),
      subscribe: subscribe && subjectBlock(subscribe),
      allow_responses: allowResponses,
    }),
  };
}

function subjectBlock({ allow, deny }: NonNullable<Permissions['publish']>): Optional<ConfMap> {
  if (allow !== undefined && allow.length === 0) return { deny: ['>'] };
  return block({ allow, deny: deny && deny.length > 0 ? deny : undefined });
}

function exportBlock({ kind, subject, accounts }: Export): ConfMap {
  return { [kind]: subject, ...(accounts && { accounts }) };
}

function importBlock({ kind, account, subject, to }: Import): ConfMap {
  return { [kind]: { account, subject }, ...(to !== undefined && { to }) };
}
