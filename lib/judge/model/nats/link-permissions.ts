import type { ConfNode } from './conf-node.js';
import { usersOf } from './identities.js';
import { acceptsLeaves } from './listeners.js';

/** A stream import that gives messages another subject than the account has that exports them. */
export interface RenamedImport {
  /** The subjects in the account that exports. */
  readonly exported: string;
  /** The subjects in the account that imports, as its links carry them. */
  readonly imported: string;
}

/** What limits the messages that a server sends over its leafnode links. */
export interface SendingLimit {
  /** The account that the link binds; empty if it is not stated. */
  readonly account: string;
  /** The subjects that may be sent; none if all may. */
  readonly allowed: readonly ConfNode[];
  readonly denied: readonly ConfNode[];
}

/** The users that only leaves are meant to connect as, or leaves as well. */
export function leafUsersOf(root: ConfNode): ReturnType<typeof usersOf> {
  if (!acceptsLeaves(root)) return [];
  return usersOf(root).filter(({ node }) =>
    node
      .at('allowed_connection_types')
      .items()
      .some(({ text }) => text?.toUpperCase() === 'LEAFNODE'),
  );
}

/** The limits of a server's links: to its leaves by the permissions of their users, to its hubs by `deny_exports`. */
export function sendingLimitsOf(root: ConfNode): readonly SendingLimit[] {
  const toLeaves = leafUsersOf(root).map(({ account, permissions }): SendingLimit => {
    const subscribe = permissions?.at('subscribe');
    const allow = subscribe?.at('allow');
    return {
      account,
      allowed: (allow?.present ? allow : subscribe)?.items().filter(({ text }) => text !== undefined) ?? [],
      denied: subscribe?.at('deny').items() ?? [],
    };
  });
  const toHubs = root
    .at('leafnodes', 'remotes')
    .items()
    .map((remote): SendingLimit => {
      const denied = remote.at('deny_exports').items();
      return { account: remote.at('account').text ?? '', allowed: [], denied };
    });
  return [...toLeaves, ...toHubs];
}

/** The imports of an account that rename what they import. */
export function renamedImportsOf(root: ConfNode, account: string): readonly RenamedImport[] {
  return root
    .at('accounts')
    .entries()
    .filter(([name]) => name === account)
    .flatMap(([, node]) => node.at('imports').items())
    .flatMap((entry) => {
      const exported = entry.at('stream', 'subject').text;
      if (exported === undefined) return [];
      const prefix = entry.at('prefix').text;
      const to = entry.at('to').text ?? (prefix === undefined ? undefined : `${prefix}.${exported}`);
      const imported = to?.replaceAll(/\{\{.*?\}\}|\$\d+/g, '*');
      return imported === undefined || imported === exported ? [] : [{ exported, imported }];
    });
}
