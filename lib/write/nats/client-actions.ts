import { throwIfAny } from '../../diagnostic.js';
import { checkProps, list, mapping, optional, options } from '../../input/shape.js';
import { anyText, flag, label, text } from '../../input/values.js';
import { type NatsClient, ownInbox } from './client.js';
import { onlyThese, readerSubjects } from './permissions.js';

/** What a workload does over NATS; its permissions follow. @see https://docs.nats.io/running-a-nats-service/configuration/securing_nats/authorization */
export interface NatsClientActions extends Pick<NatsClient, 'workload' | 'namespace' | 'account'> {
  /** NATS user; up to 64 letters, digits, dashes and underscores, a letter first. @default - the name of the workload */
  readonly user?: string;
  /** Subjects that it publishes to, those of its requests among them. @default - none @see https://docs.nats.io/nats-concepts/subjects */
  readonly publishes?: readonly string[];
  /** Subjects that it subscribes to, besides its own inbox; after a blank, the only queue group that it may join. @default - none @see https://docs.nats.io/nats-concepts/subjects */
  readonly subscribes?: readonly string[];
  /** Streams that it reads, by name, each with the durable consumer that it reads by. @default - none @see https://docs.nats.io/nats-concepts/jetstream/consumers */
  readonly reads?: { readonly [stream: string]: string };
  /** Whether it answers requests. @default false @see https://docs.nats.io/running-a-nats-service/configuration/securing_nats/authorization#allow-responses */
  readonly answers?: boolean;
}

const ACTIONS = options<NatsClientActions>({
  workload: label,
  namespace: optional(label),
  account: optional(anyText),
  user: optional(text()),
  publishes: optional(list(text())),
  subscribes: optional(list(text())),
  reads: optional(mapping(text())),
  answers: optional(flag),
});

/** A client with the permissions that its actions need, and no others: it receives answers in an inbox of its own. */
export function natsClient(actions: NatsClientActions): NatsClient {
  throwIfAny(checkProps('natsClient', actions, ACTIONS));
  const { publishes = [], subscribes = [], reads = {}, answers, user = actions.workload, ...identity } = actions;
  const read = Object.entries(reads).flatMap(([stream, consumer]) => readerSubjects(stream, consumer));
  return {
    ...identity,
    user,
    permissions: {
      publish: onlyThese([...publishes, ...read]),
      subscribe: { allow: [...subscribes, ownInbox(user)] },
      ...(answers === true && { allowResponses: true }),
    },
  };
}
