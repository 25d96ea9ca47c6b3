import { type ConfMap, type ConfValue, isConfList, isConfMap } from '../../../lib/formats/nats-conf/value.js';
import type { IssuedCluster } from './issued-fleet.js';
import { serverConf } from './loopback-server.js';

type Direction = 'publish' | 'subscribe';

/** A subject that a user may publish or subscribe to. */
export interface Grant {
  /** Name of the user; that of a leaf is empty, since it has but a key. */
  readonly user: string;
  readonly direction: Direction;
  readonly subject: string;
}

/** A user who may do everything in the account of the clients; the manifests have no such user. */
export const OBSERVER = { user: 'observer', pass: 'observer' } as const;

/** The account of the clients. */
const ACCOUNT = 'APP';

export function grantsOf(cluster: IssuedCluster): Grant[] {
  return usersOf(serverConf(cluster)).flatMap((user) =>
    (['publish', 'subscribe'] as const).flatMap((direction) =>
      allowed(user, direction).map((subject) => ({ user: String(user['user'] ?? ''), direction, subject })),
    ),
  );
}

/** The name of the user who has all that another has, but for one grant. */
export function lacking({ user, direction, subject }: Grant): string {
  return `${user}-without-${direction}-${subject.replaceAll(/[^A-Za-z_]+/g, '-')}`;
}

/**
 * Adds, for each grant of a user with a password, a user who lacks it. One who creates streams does so in an account of its own,
 * so that all can be tried at the same time.
 */
export function withLackingUsers(conf: ConfMap, grants: readonly Grant[]): ConfMap {
  const accounts = mapIn(conf, 'accounts');
  const account = mapIn(accounts, ACCOUNT);
  const poorer = grants.flatMap((grant) =>
    usersOf(conf)
      .filter(({ user }) => user === grant.user)
      .map((user) => ({ ...without(user, grant), user: lacking(grant) })),
  );
  const separate = poorer.filter(({ user }) => user.startsWith('streams-'));
  return {
    ...conf,
    // Each account may fill as much as the one of the manifests.
    jetstream: { ...mapIn(conf, 'jetstream'), max_memory_store: 2 ** 40, max_file_store: 2 ** 40 },
    accounts: {
      ...accounts,
      [ACCOUNT]: { ...account, users: [...usersOf(conf), ...poorer.filter((user) => !separate.includes(user))] },
      ...Object.fromEntries(
        separate.map((user) => [user.user, { jetstream: account['jetstream'] ?? {}, users: [user] }]),
      ),
    },
  };
}

/** Takes a grant from the one leaf that the broker knows. */
export function withoutOnLink(conf: ConfMap, grant: Grant): ConfMap {
  const users = usersOf(conf).map((user) => (user['nkey'] === undefined ? user : without(user, grant)));
  return withUsers(conf, users);
}

export function withObserver(conf: ConfMap): ConfMap {
  return withUser(conf, { user: OBSERVER.user, password: OBSERVER.pass });
}

/** Adds a user to the account of the clients. */
export function withUser(conf: ConfMap, user: ConfMap): ConfMap {
  return withUsers(conf, [...usersOf(conf), user]);
}

/** The permissions of the one leaf that the broker knows. */
export function linkPermissions(conf: ConfMap): ConfMap {
  return mapIn(usersOf(conf).find((user) => user['nkey'] !== undefined) ?? {}, 'permissions');
}

/** Gives the one leaf that the broker knows other permissions. */
export function withLinkPermissions(conf: ConfMap, permissions: ConfMap): ConfMap {
  return withUsers(
    conf,
    usersOf(conf).map((user) => (user['nkey'] === undefined ? user : { ...user, permissions })),
  );
}

function withUsers(conf: ConfMap, users: readonly ConfMap[]): ConfMap {
  const accounts = mapIn(conf, 'accounts');
  return { ...conf, accounts: { ...accounts, [ACCOUNT]: { ...mapIn(accounts, ACCOUNT), users } } };
}

function without(user: ConfMap, { direction, subject }: Grant): ConfMap {
  const rest = allowed(user, direction).filter((other) => other !== subject);
  // An empty list of what is allowed would allow everything.
  const remaining: ConfMap = rest.length === 0 ? { deny: ['>'] } : { allow: rest };
  return { ...user, permissions: { ...mapIn(user, 'permissions'), [direction]: remaining } };
}

function usersOf(conf: ConfMap): ConfMap[] {
  return listIn(mapIn(mapIn(conf, 'accounts'), ACCOUNT), 'users').filter(isConfMap);
}

function allowed(user: ConfMap, direction: Direction): string[] {
  return listIn(mapIn(mapIn(user, 'permissions'), direction), 'allow').map(String);
}

export function mapIn(map: ConfMap, key: string): ConfMap {
  const value = map[key];
  if (!isConfMap(value)) throw new Error(`${key} is no block.`);
  return value;
}

export function listIn(map: ConfMap, key: string): readonly ConfValue[] {
  const value = map[key];
  if (!isConfList(value)) throw new Error(`${key} is no list.`);
  return value;
}
