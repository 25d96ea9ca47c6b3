import { covers } from '../../../lib/formats/nats-subject.js';
import { publish } from './conversation.js';
import type { LoopbackServer } from './loopback-server.js';
import type { Grant } from './permission-cases.js';

/** What a user tries, and on which server. */
export interface Attempt {
  readonly server: LoopbackServer;
  readonly user: string;
  readonly pass: string;
  /** JetStream domain of the server. */
  readonly domain: string;
  /** Subjects that the user tries to publish and to subscribe to; wildcards are allowed. */
  readonly subjects: readonly string[];
  /** What the user may do. */
  readonly grants: readonly Grant[];
}

/** What a server refuses to a user who tries everything, in order, and what it should refuse by the user's grants. */
export async function tryEverything(
  attempt: Attempt,
): Promise<{ refused: readonly string[]; expected: readonly string[] }> {
  const { server, user, pass, domain, subjects, grants } = attempt;
  const may = (direction: Grant['direction'], subject: string) =>
    grants.some((grant) => grant.direction === direction && covers(grant.subject, subject));
  const conversation = await server.talk({ user, pass });
  const answers = await conversation.say([
    ...subjects.map((subject) => publish(subject)),
    ...subjects.map((subject, index) => `SUB ${subject} ${index}`),
  ]);
  conversation.close();
  return {
    refused: answers.flatMap((line) => /^-ERR '(.*)'/.exec(line)?.[1] ?? []),
    expected: [
      ...subjects
        // A server maps the subjects of its own domain before it looks at permissions.
        .map((subject) => subject.replace(`$JS.${domain}.API.`, '$JS.API.'))
        .filter((subject) => !may('publish', subject))
        .map((subject) => `Permissions Violation for Publish to "${subject}"`),
      ...subjects
        .filter((subject) => !may('subscribe', subject))
        .map((subject) => `Permissions Violation for Subscription to "${subject}"`),
    ],
  };
}

/** What of a stream and a consumer would be worth trying, besides what is granted. */
export function temptingOf(stream: string, consumer: string, domain: string): readonly string[] {
  return [
    ...['DELETE', 'PURGE', 'SNAPSHOT', 'RESTORE', 'MSG.GET', 'MSG.DELETE'].map(
      (verb) => `$JS.API.STREAM.${verb}.${stream}`,
    ),
    `$JS.API.DIRECT.GET.${stream}`,
    `$JS.API.CONSUMER.DELETE.${stream}.${consumer}`,
    `$JS.API.CONSUMER.CREATE.${stream}.other`,
    `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.other`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.other`,
    `$JS.${domain}.API.STREAM.PURGE.${stream}`,
  ];
}

/** What would be worth trying on any server. */
export const TEMPTING = [
  '>',
  '$SYS.>',
  '$SYS.REQ.SERVER.PING',
  '$SYS.REQ.ACCOUNT.APP.CONNZ',
  '$JS.API.>',
  '_INBOX.>',
] as const;

/** A text as a regular expression takes it that means it literally. */
export function literally(text: string): string {
  return text.replaceAll(/[.$*]/g, '\\$&');
}
