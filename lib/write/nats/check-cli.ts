import type { Fault } from '../../diagnostic.js';
import { nearest } from '../../formats/did-you-mean.js';
import { covers, isSubject, overlap } from '../../formats/nats-subject.js';
import { shown } from '../../input/fault.js';
import type { Argument, CliCommand } from './cli-arguments.js';
import { streamReferences } from './jetstream-subject.js';
import { readerSubjects } from './permissions.js';
import type { Permissions, SubjectPermission } from './server-config/account.js';

/** Options that make `subscribe` read a stream. */
const FROM_STREAM = [
  'durable',
  'start-sequence',
  'all',
  'new',
  'last',
  'since',
  'last-per-subject',
  'stream',
  'direct',
];
/** Options that make `publish` wait until a stream has the message. */
const INTO_STREAM = [
  'jetstream',
  'atomic',
  'schedule-after',
  'schedule-at',
  'schedule-cron',
  'schedule-dest',
  'schedule-every',
];

/** Compares what the command of a client needs with what its user may do and what streams keep. */
export function checkCommand(
  command: CliCommand,
  permissions: Permissions,
  storedSubjects: readonly string[],
): readonly Fault[] {
  switch (command.name) {
    case 'publish': {
      const [subject] = command.operands;
      const stored = INTO_STREAM.some((option) => command.options.has(option));
      return [
        ...checkPublished(subject, permissions),
        ...(stored ? [...checkInbox(command, permissions), ...checkStored(subject, storedSubjects)] : []),
      ];
    }
    case 'request':
      return [...checkPublished(command.operands[0], permissions), ...checkInbox(command, permissions)];
    case 'reply':
      return checkHeard(command.operands.slice(0, 1), command.options.get('queue'), permissions);
    case 'consumer': {
      const [found, ask] = [readingOf(command), command.operands[0]?.value];
      const verbs = ask === 'info' ? ['INFO'] : ask === 'next' ? ['MSG.NEXT'] : ['INFO', 'MSG.NEXT'];
      if (found?.consumer === undefined) return [];
      const name = `${found.stream.value}.${found.consumer.value}`;
      return [
        ...checkReader(
          command,
          found,
          verbs.map((verb) => `$JS.API.CONSUMER.${verb}.${name}`),
          permissions,
        ),
        ...checkInbox(command, permissions),
      ];
    }
    default:
      return checkSubscription(command, permissions);
  }
}

/** What a command reads: a stream, one of its consumers, and their domain. */
export interface CliReading {
  readonly stream: Argument;
  readonly consumer?: Argument;
  readonly domain?: string;
}

/** The stream, and the consumer of it, that a command names. */
export function readingOf({ name, operands, options }: CliCommand): CliReading | undefined {
  const [stream, consumer] = name === 'consumer' ? operands.slice(1) : [options.get('stream'), options.get('durable')];
  const domain = options.get('js-domain') ?? options.get('domain');
  if (stream === undefined || (name !== 'subscribe' && name !== 'consumer')) return undefined;
  return { stream, ...(consumer && { consumer }), ...(domain && { domain: domain.value }) };
}

function checkSubscription(command: CliCommand, permissions: Permissions): readonly Fault[] {
  const { operands, options } = command;
  if (!FROM_STREAM.some((option) => options.has(option)))
    return checkHeard(operands, options.get('queue'), permissions);
  const [found, durable] = [readingOf(command), options.get('durable')];
  if (found === undefined) {
    if (durable === undefined) return checkInbox(command, permissions);
    return [
      {
        path: place(durable),
        got: `the consumer ${shown(durable.value)} of no stream`,
        expected: 'a stream as well',
        fix: 'Set --stream: nats subscribe accepts a durable consumer only with its stream.',
      },
    ];
  }
  const { stream, consumer } = found;
  const needed = [
    `$JS.API.STREAM.INFO.${stream.value}`,
    // Without an existing consumer it creates one with a generated name.
    ...(consumer === undefined
      ? [`$JS.API.CONSUMER.CREATE.${stream.value}.>`, `$JS.API.CONSUMER.MSG.NEXT.${stream.value}.*`]
      : readerSubjects(stream.value, consumer.value)),
  ];
  return [...checkReader(command, found, needed, permissions), ...checkInbox(command, permissions)];
}

/** `needed` are the API subjects that the command publishes to, without a domain. */
function checkReader(
  { options }: CliCommand,
  { stream, consumer, domain }: CliReading,
  needed: readonly string[],
  { publish }: Permissions,
): Fault[] {
  // Other prefixes of the API's subjects cannot be checked.
  if (options.has('js-api-prefix')) return [];
  const api = domain === undefined ? '$JS.API' : `$JS.${domain}.API`;
  const missing = needed
    .map((subject) => subject.replace(/^\$JS\.API/, () => api))
    .filter((subject) => !(consumer === undefined ? mayDoSome : mayDo)(publish, subject));
  if (missing.length === 0) return [];
  const allowed = (publish?.allow ?? []).flatMap((subject) => streamReferences(subject));
  const streams = allowed.map((reference) => reference.stream);
  const knows = streams.includes(stream.value) && consumer !== undefined;
  const names = knows
    ? allowed.flatMap((reference) => (reference.stream === stream.value ? [reference.consumer ?? '*'] : []))
    : streams;
  const named = knows ? consumer : stream;
  const known = [...new Set(names.filter((name) => name !== '*'))].sort();
  const meant = nearest(named.value, known);
  return [
    {
      path: place(named),
      got: `${shown(named.value)}, for which the client may not publish to ${missing.join(', ')}`,
      expected: `a ${knows ? `consumer of stream '${stream.value}'` : 'stream'} that its permissions name: ${known.join(', ') || 'there is none'}`,
      fix: `${meant === undefined || meant === named.value ? '' : `Did you mean ${meant}? `}Correct the name, or the permissions.`,
    },
  ];
}

function checkPublished(subject: Argument | undefined, { publish, allowResponses }: Permissions): Fault[] {
  if (subject === undefined) return [];
  // The command expands templates; a template matches any token.
  const meant = subject.value.replaceAll(/\{\{.*?\}\}/g, '*');
  const templated = meant !== subject.value;
  const may = templated ? mayDoSome(publish, meant) : mayDo(publish, meant);
  if (may && (publish !== undefined || allowResponses !== true)) return [];
  return [permissionViolation(subject, 'publish', publish)];
}

function checkHeard(subjects: readonly Argument[], queue: Argument | undefined, { subscribe }: Permissions): Fault[] {
  return subjects
    .filter(({ value }) => !mayHear(subscribe, value, queue?.value))
    .map((subject) => permissionViolation(subject, 'subscribe', subscribe));
}

function permissionViolation(
  subject: Argument,
  what: 'publish' | 'subscribe',
  permission: SubjectPermission | undefined,
): Fault {
  const meant = nearest(subject.value, permission?.allow ?? []);
  const allowed = (permission?.allow ?? []).filter((candidate) => !candidate.startsWith('$JS.'));
  return {
    path: place(subject),
    got: `${shown(subject.value)}, to which the client may not ${what}`,
    expected:
      allowed.length === 0
        ? `a subject that its permissions let it ${what} to; there is none`
        : `a subject that its permissions let it ${what} to: ${allowed.join(', ')}`,
    fix: `${meant === undefined ? '' : `Did you mean ${meant}? `}Correct the subject, or the permissions.`,
  };
}

/** Replies come to an inbox, which the user must be allowed to subscribe to. */
function checkInbox({ options }: CliCommand, { subscribe }: Permissions): Fault[] {
  const prefix = options.get('inbox-prefix');
  const inbox = `${prefix?.value ?? '_INBOX'}.*.*`;
  if (mayDoSome(subscribe, inbox)) return [];
  return [
    {
      path: prefix === undefined ? 'args' : place(prefix),
      got: `a command that gets replies at ${inbox}, to which the client may not subscribe`,
      expected: `an inbox that its permissions let it subscribe to: ${subscribe?.allow?.join(', ') || 'there is none'}`,
      fix: 'Set --inbox-prefix, or allow the client to subscribe to the inbox.',
    },
  ];
}

function checkStored(subject: Argument | undefined, storedSubjects: readonly string[]): Fault[] {
  if (subject === undefined) return [];
  const meant = subject.value.replaceAll(/\{\{.*?\}\}/g, '*');
  if (storedSubjects.some((kept) => isSubject(kept) && overlap(kept, meant))) return [];
  const near = nearest(subject.value, storedSubjects);
  return [
    {
      path: place(subject),
      got: `${shown(subject.value)}, which no stream keeps`,
      expected: `a subject of a stream: ${storedSubjects.join(', ') || 'its servers and their hub have none'}`,
      fix: `${near === undefined ? '' : `Did you mean ${near}? `}Correct the subject, add it to a stream, or publish without JetStream: no stream acknowledges the message.`,
    },
  ];
}

/** Whether every intended subject is allowed. */
function mayDo(permission: SubjectPermission | undefined, subject: string): boolean {
  if (permission?.deny?.some((denied) => overlap(denied, subject)) === true) return false;
  return permission?.allow === undefined || permission.allow.some((allowed) => covers(allowed, subject));
}

/** Whether some intended subject is allowed. */
function mayDoSome(permission: SubjectPermission | undefined, subject: string): boolean {
  if (permission?.deny?.some((denied) => covers(denied, subject)) === true) return false;
  return permission?.allow === undefined || permission.allow.some((allowed) => overlap(allowed, subject));
}

/** A queue group may follow an allowed subject, and is then the only way to subscribe to it. */
function mayHear(permission: SubjectPermission | undefined, subject: string, queue: string | undefined): boolean {
  const matches = (entry: string, every: (outer: string, inner: string) => boolean) => {
    const [pattern = '', group] = entry.split(/ +/);
    return every(pattern, subject) && (group === undefined || (queue !== undefined && covers(group, queue)));
  };
  if (permission?.deny?.some((denied) => matches(denied, covers)) === true) return false;
  return permission?.allow === undefined || permission.allow.some((allowed) => matches(allowed, covers));
}

function place({ index }: Argument): string {
  return `args[${index}]`;
}
