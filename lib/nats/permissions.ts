import { INBOX } from './client.js';
import type { Permissions } from './server-config/account.js';

/** What a leaf link carries when it passes subjects down and feeds mirrors, and no more. */
export function leafLinkPermissions(link: {
  /** Subjects that clients of the leaf may hear from the hub. */
  readonly subjects: readonly string[];
  /** Streams of the hub of which the leaf keeps a mirror. */
  readonly streams: readonly string[];
  /** JetStream domain of the hub. */
  readonly hubDomain: string;
}): Permissions {
  const api = `$JS.${link.hubDomain}.API`;
  return {
    publish: { allow: [`${api}.>`, '$JS.FC.>', '$JS.ACK.>', '_R_.>', INBOX] },
    subscribe: { allow: [...link.subjects, '$JS.>', '$JSC.>', '_R_.>', INBOX] },
  };
}

/** What a workload needs that reads a mirror by a durable consumer of its own. */
export function mirrorReaderPermissions(stream: string): Permissions {
  return {
    publish: {
      allow: [
        '$JS.API.INFO',
        `$JS.API.STREAM.INFO.${stream}`,
        `$JS.API.CONSUMER.*.${stream}.>`,
        `$JS.API.CONSUMER.MSG.NEXT.${stream}.>`,
        `$JS.ACK.${stream}.>`,
      ],
    },
    subscribe: { allow: [INBOX] },
  };
}
