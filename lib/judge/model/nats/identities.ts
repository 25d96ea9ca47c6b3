import type { ConfNode } from './conf-node.js';

/** A user of an account, or of the server where it has no accounts. */
export interface ConfUser {
  /** Name or public key; undefined if it is a variable. */
  readonly name: string | undefined;
  /** Account; empty if the server has none. */
  readonly account: string;
  readonly node: ConfNode;
  /** The permissions in effect: its own, or the defaults of its account or server; a server's only user has none. */
  readonly permissions: ConfNode | undefined;
}

/** Every user that clients may connect as, without the users of the leafnode listener. */
export function usersOf(root: ConfNode): readonly ConfUser[] {
  const authorization = root.at('authorization');
  const users = usersBelow('', authorization, authorization.at('default_permissions'));
  if (authorization.at('user').present) {
    users.push({
      name: authorization.at('user').text,
      account: '',
      node: authorization,
      permissions: undefined,
    });
  }
  for (const [name, account] of root.at('accounts').entries()) {
    users.push(...usersBelow(name, account, account.at('default_permissions')));
  }
  return users;
}

/**
 * The users of workloads: those that are open to ordinary client connections, or may be, and not only to leaves or
 * browsers.
 */
export function clientUsersOf(root: ConfNode): readonly ConfUser[] {
  return usersOf(root).filter(({ node }) => {
    const types = node.at('allowed_connection_types');
    return !types.present || types.unknown || types.items().some(({ text }) => text?.toUpperCase() === 'STANDARD');
  });
}

function usersBelow(account: string, block: ConfNode, defaults: ConfNode): ConfUser[] {
  return block
    .at('users')
    .items()
    .map((node) => {
      const own = node.at('permissions');
      const name = node.at('nkey').present ? node.at('nkey').text : node.at('user').text;
      return { name, account, node, permissions: own.present ? own : defaults };
    });
}

/** Whether the server authenticates clients; also true if that cannot be known. */
export function asksForCredentials(root: ConfNode): boolean {
  const authorization = root.at('authorization');
  const accounts = root.at('accounts');
  if (usersOf(root).length > 0 || authorization.unknown || accounts.unknown) return true;
  if (['token', 'auth_callout', 'auth_hook'].some((name) => !authorization.at(name).absent)) return true;
  if (accounts.entries().some(([, account]) => account.at('users').unknown)) return true;
  return ['operator', 'operators', 'resolver', 'trusted', 'trusted_keys'].some((name) => root.at(name).present);
}

/** The blocks that list leafnode links, of which nothing is known if their own values are not. */
export function leafBlocksOf(root: ConfNode): readonly ConfNode[] {
  const leafnodes = root.at('leafnodes');
  if (leafnodes.unknown) return [leafnodes];
  const authorization = leafnodes.at('authorization');
  const lists = [leafnodes.at('remotes'), ...(authorization.unknown ? [] : [authorization.at('users')])];
  return [authorization, ...lists.filter(({ present }) => !present)];
}

/** The accounts of leafnode links: those of remotes, and those of the listener's users. */
export function leafAccountsOf(root: ConfNode): readonly ConfNode[] {
  const leafnodes = root.at('leafnodes');
  const authorization = leafnodes.at('authorization');
  return [
    ...leafnodes
      .at('remotes')
      .items()
      .map((remote) => remote.at('account')),
    ...authorization
      .at('users')
      .items()
      .map((user) => user.at('account')),
    ...(authorization.at('account').present ? [authorization.at('account')] : []),
  ];
}
