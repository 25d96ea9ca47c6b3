import type { Duration } from 'cdk8s';
import { formatGoDuration } from '../../formats/go-duration.js';
import { covers, isSubject } from '../../formats/nats-subject.js';
import { either, optional, options, type Shape } from '../../input/shape.js';
import { anyText, text, timeSpan } from '../../input/values.js';
import { RESOURCES, type Resources } from '../workload/resources.js';
import { INBOX, type NatsClient } from './client.js';
import { mirrorReaderPermissions } from './permissions.js';

/** A publisher for trials and demonstrations. @see https://github.com/nats-io/natscli */
export interface PublisherOptions {
  /** NATS user; up to 64 letters, digits, dashes and underscores, a letter first. @default - the name of the workload */
  readonly user?: string;
  /** Subject that it publishes to. If a stream keeps it, each message is acknowledged. @see https://docs.nats.io/nats-concepts/subjects */
  readonly subject: string;
  /** Time between two messages, above zero. @see https://github.com/nats-io/natscli */
  readonly every: Duration;
  /** Text of the messages, as a template of the `nats` command. @default - a number and a time @see https://github.com/nats-io/natscli */
  readonly message?: string;
  /** Requests and limits. @default cpu 50m to 200m, memory 64Mi to 256Mi @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ */
  readonly resources?: Resources;
}

/** A subscriber for trials and demonstrations: to a subject as it is published, or to a stream by a durable consumer. */
export type SubscriberOptions = SubjectSubscriber | StreamSubscriber;

/** Receives messages as they are published; those that are published while it is disconnected are lost. @see https://docs.nats.io/nats-concepts/core-nats/pubsub */
export interface SubjectSubscriber {
  /** NATS user; up to 64 letters, digits, dashes and underscores, a letter first. @default - the name of the workload */
  readonly user?: string;
  /** Subject that it subscribes to. */
  readonly subject: string;
  /** Requests and limits. @default cpu 50m to 200m, memory 64Mi to 256Mi */
  readonly resources?: Resources;
}

/** Continues reading a stream where it stopped, and acknowledges each message. @see https://docs.nats.io/nats-concepts/jetstream/consumers */
export interface StreamSubscriber {
  /** NATS user; up to 64 letters, digits, dashes and underscores, a letter first. @default - the name of the workload */
  readonly user?: string;
  /** Name of the stream, or at a leaf of the mirror, in the subscriber's own cluster. */
  readonly stream: string;
  /** Name of one of the consumers of the stream or mirror. */
  readonly durable: string;
  /** Requests and limits. @default cpu 50m to 200m, memory 64Mi to 256Mi */
  readonly resources?: Resources;
}

/** What is accepted as a publisher. */
export const PUBLISHER: Shape<PublisherOptions> = options<PublisherOptions>({
  user: optional(anyText),
  subject: text(),
  every: timeSpan,
  message: optional(text()),
  resources: optional(RESOURCES),
});

/** What is accepted as a subscriber. */
export const SUBSCRIBER: Shape<SubscriberOptions> = either<SubjectSubscriber, StreamSubscriber>(
  options<SubjectSubscriber>({ user: optional(anyText), subject: text(), resources: optional(RESOURCES) }),
  options<StreamSubscriber>({
    user: optional(anyText),
    stream: text(),
    durable: text(),
    resources: optional(RESOURCES),
  }),
);

/** A client that runs the `nats` command, and the arguments of the command. */
export interface CliClient {
  readonly client: NatsClient;
  readonly args: readonly string[];
  readonly resources?: Resources | undefined;
}

/** Practically endless: one message a second for a century. */
const WITHOUT_END = 3_153_600_000;

/** @param storedSubjects subjects of the streams that the client can reach */
export function publisher(workload: string, stated: PublisherOptions, storedSubjects: readonly string[]): CliClient {
  const { user = workload, subject, every, resources } = stated;
  const { message = 'Message #{{Count}} - Published at {{TimeStamp}}' } = stated;
  const stored = isSubject(subject) && storedSubjects.some((kept) => covers(kept, subject));
  return {
    client: {
      user,
      workload,
      // The acknowledgement of a stream arrives at the inbox.
      permissions: { publish: { allow: [subject] }, subscribe: stored ? { allow: [INBOX] } : { deny: ['>'] } },
    },
    args: [
      'publish',
      ...(stored ? ['--jetstream'] : []),
      `--count=${WITHOUT_END}`,
      `--sleep=${formatGoDuration(every.toMilliseconds())}`,
      subject,
      message,
    ],
    resources,
  };
}

export function subscriber(workload: string, stated: SubscriberOptions): CliClient {
  const { user = workload, resources } = stated;
  if ('subject' in stated) {
    const { subject } = stated;
    const permissions = { publish: { deny: ['>'] }, subscribe: { allow: [subject] } };
    return { client: { user, workload, permissions }, args: ['subscribe', subject], resources };
  }
  const { stream, durable } = stated;
  return {
    client: { user, workload, permissions: mirrorReaderPermissions(stream, durable) },
    args: ['subscribe', `--stream=${stream}`, `--durable=${durable}`, '--ack'],
    resources,
  };
}
