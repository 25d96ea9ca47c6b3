import { leafHoldsBack } from '../../formats/nats-conf/release-changes.js';
import { INBOX } from './client.js';
import { DEFAULT_SERVER_VERSION } from './images.js';
import type { Permissions } from './server-config/account.js';

/** The minimum that a leaf link needs to carry subjects and feed mirrors. */
export function leafLinkPermissions(link: {
  /** Subjects of the hub that clients of the leaf may subscribe to, as they are published. */
  readonly subjects: readonly string[];
  /** Subjects that clients of the leaf may publish to the hub. @default - none */
  readonly publishes?: readonly string[];
  /** Streams of the hub that the leaf mirrors. */
  readonly streams: readonly string[];
  /** JetStream domain of the hub. */
  readonly hubDomain: string;
  /** Release of the leaf's servers. @default 2.15.3 */
  readonly version?: string;
}): Permissions {
  const { subjects, publishes = [], streams, hubDomain, version = DEFAULT_SERVER_VERSION } = link;
  const sent = [
    ...publishes,
    ...streams.flatMap((stream) => [
      // The mirror requests its own consumer, and answers its flow control.
      `$JS.${hubDomain}.API.CONSUMER.CREATE.${stream}`,
      `$JS.FC.${stream}.*.*`,
    ]),
  ];
  // The reply to that request, and what the consumer delivers.
  const received = [...subjects, ...(streams.length === 0 ? [] : ['$JSC.R.*', '$JS.M.*'])];
  // Some releases would hold back everything that the leaf publishes if everything were denied to it.
  const nothing = leafHoldsBack(version) === true ? { allow: [UNUSED] } : onlyThese([]);
  return { publish: onlyThese(sent), subscribe: received.length === 0 ? nothing : { allow: received } };
}

/** A subject that no client uses, so that an allow list with only this one allows nothing. */
const UNUSED = '_NOTHING';

/** What the `nats` command needs to read a mirror by an existing durable consumer. */
export function mirrorReaderPermissions(stream: string, durable: string): Permissions {
  return {
    publish: { allow: [`$JS.API.STREAM.INFO.${stream}`, ...readerSubjects(stream, durable)] },
    subscribe: { allow: [INBOX] },
  };
}

/**
 * What a client publishes to when it reads a stream by an existing durable consumer: info, requests and
 * acknowledgements.
 */
export function readerSubjects(stream: string, durable: string): readonly string[] {
  const consumer = `${stream}.${durable}`;
  return [`$JS.API.CONSUMER.INFO.${consumer}`, `$JS.API.CONSUMER.MSG.NEXT.${consumer}`, `$JS.ACK.${consumer}.>`];
}

/** An empty allow list would allow everything. */
export function onlyThese(allow: readonly string[]): NonNullable<Permissions['publish']> {
  return allow.length === 0 ? { deny: ['>'] } : { allow };
}
