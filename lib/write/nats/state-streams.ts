import type { Construct } from 'constructs';
import { publishFact } from '../fleet/facts.js';
import { DEFAULT_ACCOUNT } from './client.js';
import { streamReferences } from './jetstream-subject.js';
import type { Permissions } from './server-config/account.js';
import type { Consumer } from './stream.js';

/** The part of a user that names streams. */
export interface StreamUser {
  readonly account?: string;
  readonly permissions: Permissions;
}

/** Publishes the streams that servers keep. */
export function stateStreams(
  construct: Construct,
  domain: string,
  streams: readonly { readonly name: string; readonly consumers?: readonly Consumer[] }[],
): void {
  for (const { name, consumers = [] } of streams) {
    const names = consumers.map((consumer) => consumer.name);
    publishFact(construct, { kind: 'stream', domain, account: DEFAULT_ACCOUNT, name, consumers: names });
  }
}

/**
 * Publishes the streams and consumers that the permissions of a user name.
 *
 * @param domain JetStream domain for a user that names none
 */
export function statePermissions(
  construct: Construct,
  where: string,
  domain: string | undefined,
  { account = DEFAULT_ACCOUNT, permissions }: StreamUser,
): void {
  for (const side of ['publish', 'subscribe'] as const) {
    for (const mode of ['allow', 'deny'] as const) {
      for (const [index, text] of (permissions[side]?.[mode] ?? []).entries()) {
        // A queue group may follow the subject.
        const [subject = ''] = text.split(' ');
        for (const { creates, ...reference } of streamReferences(subject)) {
          publishFact(construct, {
            kind: 'stream-use',
            domain,
            account,
            ...reference,
            ...(creates !== undefined && side === 'publish' && mode === 'allow' && { creates }),
            where: `${where}.permissions.${side}.${mode}[${index}]`,
            got: `'${text}'`,
          });
        }
      }
    }
  }
}
