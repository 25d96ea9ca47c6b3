import { INBOX } from './client.js';
import type { Permissions } from './server-config/account.js';

/** The least that a leaf link needs to carry subjects and feed mirrors. */
export function leafLinkPermissions(link: {
  /** Subjects that clients of the leaf may hear from the hub as they are published. */
  readonly subjects: readonly string[];
  /** Subjects that clients of the leaf may publish to the hub. @default - none */
  readonly publishes?: readonly string[];
  /** Streams of the hub of which the leaf keeps a mirror. */
  readonly streams: readonly string[];
  /** JetStream domain of the hub. */
  readonly hubDomain: string;
}): Permissions {
  const { subjects, publishes = [], streams, hubDomain } = link;
  const sent = [
    ...publishes,
    ...streams.flatMap((stream) => [
      // The mirror asks for a consumer of its own, and answers its flow control.
      `$JS.${hubDomain}.API.CONSUMER.CREATE.${stream}`,
      `$JS.FC.${stream}.*.*`,
    ]),
  ];
  // The answer to that question, and what the consumer delivers.
  const received = [...subjects, ...(streams.length === 0 ? [] : ['$JSC.R.*', '$JS.M.*'])];
  return { publish: onlyThese(sent), subscribe: onlyThese(received) };
}

/** What the `nats` command needs that reads a mirror by a durable consumer that is there already. */
export function mirrorReaderPermissions(stream: string, durable: string): Permissions {
  return {
    publish: { allow: [`$JS.API.STREAM.INFO.${stream}`, ...readerSubjects(stream, durable)] },
    subscribe: { allow: [INBOX] },
  };
}

/** What a client publishes to that reads a stream by a durable consumer that is there already: it looks, asks and acknowledges. */
export function readerSubjects(stream: string, durable: string): readonly string[] {
  const consumer = `${stream}.${durable}`;
  return [`$JS.API.CONSUMER.INFO.${consumer}`, `$JS.API.CONSUMER.MSG.NEXT.${consumer}`, `$JS.ACK.${consumer}.>`];
}

/** An empty list of what is allowed would allow everything. */
export function onlyThese(allow: readonly string[]): NonNullable<Permissions['publish']> {
  return allow.length === 0 ? { deny: ['>'] } : { allow };
}
