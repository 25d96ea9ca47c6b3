import type { Duration, Size } from 'cdk8s';
import type { Diagnostic } from '../../diagnostic.js';
import { list, oneOf, optional, options, type Shape } from '../../input/shape.js';
import { anyText, integer, size, text, timeSpan } from '../../input/values.js';
import type { JsonObject } from '../../manifest/object.js';
import { byteCount } from './server-config/units.js';
import type { NatsServerSettings } from './server-settings.js';

/** A stream that keeps messages of some subjects. @see https://docs.nats.io/nats-concepts/jetstream/streams */
export interface Stream {
  /** Capital letters, digits, dashes and underscores. */
  readonly name: string;
  /** Subjects whose messages are kept; wildcards are allowed. */
  readonly subjects: readonly string[];
  /** Bytes that the stream may take. */
  readonly maxBytes: Size;
  /** Messages that the stream may hold, 1 or more. @default - as many as its bytes allow */
  readonly maxMessages?: number;
  /**
   * What happens at a limit: the oldest messages are dropped, or the new message is rejected and the publisher gets an
   * error. With `new`, a stream takes no more than its limit of messages within `maxAge`, however many are published.
   * @default old
   * @see https://docs.nats.io/nats-concepts/jetstream/streams#discardpolicy
   */
  readonly discard?: 'old' | 'new';
  /** Age at which a message is dropped. @default 1 day */
  readonly maxAge?: Duration;
  /** Copies of each message, at most as many as there are servers. @default - 3 with three servers or more, else 1 */
  readonly replicas?: number;
  /**
   * How long a duplicate with the same `Nats-Msg-Id` is detected, at most `maxAge`. @default - 2 minutes, the server's
   * own, or `maxAge` if that is less
   */
  readonly duplicateWindow?: Duration;
  /** Durable consumers: each continues where it stopped. @default - none */
  readonly consumers?: readonly Consumer[];
}

/** A durable consumer: the servers store its position, and redeliver what it does not acknowledge. @see https://docs.nats.io/nats-concepts/jetstream/consumers */
export interface Consumer {
  /** Letters, digits, dashes and underscores; the durable name by which a client reads. */
  readonly name: string;
  /** Time after which an unacknowledged message is redelivered. @default 30 seconds @see https://docs.nats.io/nats-concepts/jetstream/consumers#acknowledgment-policy */
  readonly ackWait?: Duration;
  /** Maximum number of unacknowledged messages, 1 or more: a reader that reaches it gets no more. @default 1000 @see https://docs.nats.io/nats-concepts/jetstream/consumers#max-ack-pending */
  readonly maxAckPending?: number;
  /** Times that a message is delivered, 1 or more. @default - until it is acknowledged @see https://docs.nats.io/nats-concepts/jetstream/consumers#max-deliver */
  readonly maxDeliver?: number;
}

/** A copy, in a leaf cluster, of a stream of the hub. It takes no messages of its own. @see https://docs.nats.io/nats-concepts/jetstream/source_and_mirror */
export interface Mirror {
  /** The hub's stream. */
  readonly of: Stream;
  /** @default - the stream's name with the suffix `_MIRROR` */
  readonly name?: string;
  /** Bytes that the copy may take. @default - those of the hub's stream */
  readonly maxBytes?: Size;
  /** Age at which a copied message is dropped. @default - that of the hub's stream */
  readonly maxAge?: Duration;
  /** Copies of each message in the leaf cluster. @default - 3 with three servers or more, else 1 */
  readonly replicas?: number;
  /** Durable consumers in the leaf cluster. @default - none */
  readonly consumers?: readonly Consumer[];
}

const CONSUMERS = optional(
  list(
    options<Consumer>({
      name: text('up to 64 letters, digits, dashes and underscores', /^[A-Za-z0-9_-]{1,64}$/),
      ackWait: optional(timeSpan),
      maxAckPending: optional(integer(1, 1_000_000)),
      maxDeliver: optional(integer(1, 1_000_000)),
    }),
  ),
);

/** What is accepted as a stream; {@link checkStreams} checks its subjects. */
export const STREAM: Shape<Stream> = options<Stream>({
  name: anyText,
  subjects: list(anyText, 1),
  maxBytes: size,
  maxMessages: optional(integer(1, 1_000_000_000)),
  discard: optional(oneOf('old', 'new')),
  maxAge: optional(timeSpan),
  replicas: optional(integer(1, 99)),
  duplicateWindow: optional(timeSpan),
  consumers: CONSUMERS,
});

/** What is accepted as a mirror. */
export const MIRROR: Shape<Mirror> = options<Mirror>({
  of: STREAM,
  name: optional(anyText),
  maxBytes: optional(size),
  maxAge: optional(timeSpan),
  replicas: optional(integer(1, 99)),
  consumers: CONSUMERS,
});

/** A stream's configuration in the form of JetStream's API. */
export type StreamConfig = JsonObject & { readonly name: string };

/** A stream and its consumers in the form of JetStream's API. */
export interface StreamDescription {
  readonly config: StreamConfig;
  readonly consumers: readonly StreamConfig[];
}

const DAY_IN_NANOSECONDS = 86_400_000_000_000;
const DEFAULT_WINDOW_IN_NANOSECONDS = 120_000_000_000;

export function mirrorName(mirror: Mirror): string {
  return mirror.name ?? `${mirror.of.name}_MIRROR`;
}

/** A pull consumer in the form of JetStream's API; it starts at the first message and acknowledges each. */
export function consumerConfig({ name, ackWait, maxAckPending, maxDeliver }: Consumer): StreamConfig {
  return {
    name,
    durable_name: name,
    deliver_policy: 'all',
    ack_policy: 'explicit',
    ack_wait: nanoseconds(ackWait) ?? 30_000_000_000,
    max_deliver: maxDeliver ?? -1,
    max_ack_pending: maxAckPending ?? 1000,
    replay_policy: 'instant',
  };
}

/** The stream in the form of JetStream's API. @see https://docs.nats.io/reference/reference-protocols/nats_api_reference */
export function streamConfig(stream: Stream, servers: number): StreamConfig {
  return {
    name: stream.name,
    subjects: [...stream.subjects],
    ...limits(stream, servers),
    duplicate_window:
      nanoseconds(stream.duplicateWindow) ?? Math.min(DEFAULT_WINDOW_IN_NANOSECONDS, ageInNanoseconds(stream)),
  };
}

/** The mirror in the form of JetStream's API; it reaches the hub through the API of the hub's domain. */
export function mirrorConfig(mirror: Mirror, hubDomain: string, servers: number): StreamConfig {
  const { of } = mirror;
  const maxAge = mirror.maxAge ?? of.maxAge;
  return {
    name: mirrorName(mirror),
    ...limits(
      {
        maxBytes: mirror.maxBytes ?? of.maxBytes,
        ...(of.maxMessages !== undefined && { maxMessages: of.maxMessages }),
        ...(maxAge !== undefined && { maxAge }),
        ...(mirror.replicas !== undefined && { replicas: mirror.replicas }),
      },
      servers,
    ),
    mirror: { name: of.name, external: { api: `$JS.${hubDomain}.API`, deliver: '' } },
  };
}

export function streamReplicas(replicas: number | undefined, servers: number): number {
  return replicas ?? (servers >= 3 ? 3 : 1);
}

function limits(
  stream: Pick<Stream, 'maxBytes' | 'maxMessages' | 'discard' | 'maxAge' | 'replicas'>,
  servers: number,
): JsonObject {
  return {
    retention: 'limits',
    storage: 'file',
    discard: stream.discard ?? 'old',
    max_bytes: byteCount(stream.maxBytes),
    max_age: ageInNanoseconds(stream),
    max_msgs: stream.maxMessages ?? -1,
    max_msg_size: -1,
    max_consumers: -1,
    num_replicas: streamReplicas(stream.replicas, servers),
  };
}

function ageInNanoseconds({ maxAge }: Pick<Stream, 'maxAge'>): number {
  return nanoseconds(maxAge) ?? DAY_IN_NANOSECONDS;
}

function nanoseconds(duration: Duration | undefined): number | undefined {
  return duration === undefined ? undefined : duration.toMilliseconds() * 1_000_000;
}

/** Faults in the streams of one cluster's servers. */
export function checkStreams(
  where: string,
  streams: readonly StreamLike[],
  { jetStream, replicas }: NatsServerSettings,
): Diagnostic[] {
  if (streams.length === 0) return [];
  if (jetStream === undefined) {
    return [
      {
        where,
        path: 'streams',
        got: `${streams.length} without jetStream`,
        expected: 'servers with JetStream',
        fix: 'Set jetStream with a volume size, or remove the streams.',
      },
    ];
  }
  const problems: Diagnostic[] = [];
  const names = streams.map(({ name }) => name);
  for (const [index, stream] of streams.entries()) {
    const at = `stream '${stream.name}'`;
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(stream.name)) {
      problems.push({
        where,
        path: at,
        got: 'a name that is not a file name',
        expected: 'up to 64 letters, digits, dashes and underscores',
        fix: 'Rename the stream.',
      });
    }
    if (names.indexOf(stream.name) !== index) {
      problems.push({
        where,
        path: at,
        got: 'defined twice',
        expected: 'one definition',
        fix: 'Remove one of the two.',
      });
    }
    problems.push(...checkConsumers(where, at, stream.consumers ?? []), ...checkWindow(where, at, stream));
    const copies = streamReplicas(stream.replicas, replicas);
    if (copies > replicas || copies < 1 || copies % 2 === 0) {
      problems.push({
        where,
        path: `${at}: replicas`,
        got: String(copies),
        expected: `1, or an odd number up to the ${replicas} server${replicas === 1 ? '' : 's'}`,
        fix:
          copies > replicas
            ? 'Lower it, or add servers.'
            : 'Use an odd number: an even one tolerates no more failures than the odd one below.',
      });
    }
    if (byteCount(stream.maxBytes) > byteCount(jetStream.maxFileStore)) {
      problems.push({
        where,
        path: `${at}: maxBytes`,
        got: `${Math.floor(byteCount(stream.maxBytes) / 1024 / 1024)}Mi`,
        expected: `at most the servers' maxFileStore of ${Math.floor(byteCount(jetStream.maxFileStore) / 1024 / 1024)}Mi`,
        fix: 'Lower it, or enlarge the store.',
      });
    }
  }
  return problems;
}

function checkConsumers(where: string, at: string, consumers: readonly Consumer[]): Diagnostic[] {
  const names = consumers.map(({ name }) => name);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map((name) => ({
    where,
    path: `${at}: consumers`,
    got: `'${name}' twice`,
    expected: 'each consumer once',
    fix: 'Remove one of the two.',
  }));
}

/** The server refuses a window in which it would look for messages that are gone. */
function checkWindow(where: string, at: string, stream: StreamLike): Diagnostic[] {
  const [age, window] = [ageInNanoseconds(stream), nanoseconds(stream.duplicateWindow) ?? 0];
  if (window <= age) return [];
  return [
    {
      where,
      path: `${at}: duplicateWindow`,
      got: `${window / 1e9}s`,
      expected: `at most maxAge, which is ${age / 1e9}s`,
      fix: 'Lower it, or raise maxAge.',
    },
  ];
}

/** What a stream and a mirror have in common. */
export interface StreamLike {
  readonly name: string;
  readonly maxBytes: Size;
  readonly maxAge?: Duration;
  readonly duplicateWindow?: Duration;
  readonly consumers?: readonly Consumer[];
  readonly replicas?: number;
}
