import type { Fault } from '../../diagnostic.js';
import { nearest } from '../../formats/did-you-mean.js';
import { shown } from '../../input/fault.js';

/** A parsed `nats` command. */
export interface CliCommand {
  /** Its full name, without aliases: `subscribe`. */
  readonly name: string;
  readonly operands: readonly Argument[];
  /** Values of options, by name; empty for those that have none. */
  readonly options: ReadonlyMap<string, Argument>;
}

/** A value, and its place in the list. */
export interface Argument {
  readonly value: string;
  readonly index: number;
}

interface Syntax {
  readonly aliases?: readonly string[];
  /** Options with a value, and their short forms. */
  readonly valued: readonly string[];
  readonly flags: readonly string[];
  readonly letters: { readonly [letter: string]: string };
}

/** Options of every command of 0.4.0. @see https://github.com/nats-io/natscli/blob/v0.4.0/nats/main.go */
const COMMON: Syntax = {
  valued: [
    ...['server', 'user', 'password', 'token', 'connection-name', 'creds', 'nkey', 'jwt', 'seed', 'tlscert', 'tlskey'],
    ...['tlsca', 'timeout', 'socks-proxy', 'js-api-prefix', 'js-event-prefix', 'js-domain', 'inbox-prefix', 'domain'],
    ...['colors', 'context'],
  ],
  flags: ['tlsfirst', 'trace', 'no-context', 'help', 'version'],
  letters: { s: 'server', h: 'help' },
};

/** Commands that are checked, with their own options. @see https://github.com/nats-io/natscli/tree/v0.4.0/cli */
const SYNTAX: { readonly [command: string]: Syntax } = {
  publish: {
    aliases: ['pub'],
    valued: [
      ...['reply', 'header', 'count', 'schedule-after', 'schedule-at', 'schedule-cron', 'schedule-dest'],
      ...['schedule-every', 'schedule-source', 'schedule-ttl', 'send-on', 'sleep'],
    ],
    flags: ['atomic', 'force-stdin', 'jetstream', 'quiet', 'templates'],
    letters: { H: 'header', J: 'jetstream', q: 'quiet' },
  },
  request: {
    aliases: ['req'],
    valued: ['header', 'count', 'replies', 'reply-timeout', 'translate', 'send-on'],
    flags: ['wait', 'raw', 'wait-for-empty', 'force-stdin', 'templates'],
    letters: { w: 'wait', r: 'raw', H: 'header' },
  },
  reply: {
    valued: ['command', 'queue', 'sleep', 'header', 'count'],
    flags: ['echo'],
    letters: { q: 'queue', H: 'header' },
  },
  consumer: {
    aliases: ['con', 'obs', 'c'],
    valued: ['wait', 'count', 'deliver-group'],
    flags: ['ack', 'nak', 'term', 'raw', 'all', 'json', 'no-select'],
    letters: { r: 'raw', a: 'all', j: 'json' },
  },
  subscribe: {
    aliases: ['sub'],
    valued: [
      ...['queue', 'durable', 'translate', 'count', 'dump', 'start-sequence', 'since', 'stream', 'ignore-subject'],
      ...['wait', 'report-top'],
    ],
    flags: [
      ...['raw', 'ack', 'match-replies', 'inbox', 'headers-only', 'subjects-only', 'all', 'new', 'last'],
      ...['last-per-subject', 'terminate-at-end', 'report-subjects', 'report-subscriptions', 'timestamp'],
      ...['delta-time', 'graph', 'direct'],
    ],
    letters: {
      r: 'raw',
      i: 'inbox',
      T: 'terminate-at-end',
      I: 'ignore-subject',
      t: 'timestamp',
      d: 'delta-time',
    },
  },
};

/** The subcommands of `consumer` that are checked. */
const OF_CONSUMERS = ['next', 'sub', 'info'];

/** The other commands, which are not checked. */
const OTHERS = [
  ...['account', 'a', 'audit', 'auth', 'bench', 'context', 'ctx', 'counter', 'ctr'],
  ...['errors', 'err', 'error', 'events', 'event', 'e', 'kv', 'latency', 'lat', 'micro', 'object', 'obj', 'plugins'],
  ...['rtt', 'schema', 'server', 'srv', 'sys', 'system', 'service', 'stream', 'str', 'st', 'ms', 's', 'top', 'trace'],
  'traffic',
];

/** The command in the arguments, if it is one that is checked, and the faults of its arguments. */
export function readArguments(args: readonly string[]): {
  readonly command: CliCommand | undefined;
  readonly faults: readonly Fault[];
} {
  const at = args.findIndex((arg, index) => !arg.startsWith('-') && !takesNext(COMMON, args[index - 1]));
  const word = args[at];
  if (word === undefined) return { command: undefined, faults: [noCommand] };
  const found = Object.entries(SYNTAX).find(([name, { aliases = [] }]) => name === word || aliases.includes(word));
  if (found === undefined)
    return { command: undefined, faults: OTHERS.includes(word) ? [] : [unknownCommand(word, at)] };
  const [name, own] = found;
  const syntax: Syntax = {
    valued: [...COMMON.valued, ...own.valued],
    flags: [...COMMON.flags, ...own.flags],
    letters: { ...COMMON.letters, ...own.letters },
  };
  const operands: Argument[] = [];
  const options = new Map<string, Argument>();
  const faults: Fault[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (index === at) continue;
    if (arg === '--') {
      operands.push(...args.slice(index + 1).map((value, more) => ({ value, index: index + 1 + more })));
      break;
    }
    if (!arg.startsWith('-') || arg === '-') {
      operands.push({ value: arg, index });
      continue;
    }
    const [spelt = '', value] = arg.split(/=(.*)/s);
    const option = optionOf(syntax, spelt);
    if (option === undefined) faults.push(unknownOption(spelt, index, name, syntax));
    else if (value !== undefined || !syntax.valued.includes(option)) options.set(option, { value: value ?? '', index });
    else if (index + 1 < args.length) {
      index += 1;
      options.set(option, { value: args[index] ?? '', index });
    } else
      faults.push({
        path: `args[${index}]`,
        got: `${shown(spelt)} without a value`,
        expected: 'its value',
        fix: 'Add it after the option.',
      });
  }
  if (name === 'consumer' && !OF_CONSUMERS.includes(operands[0]?.value ?? ''))
    return { command: undefined, faults: [] };
  if (operands.length === 0 && !NEEDLESS.some((option) => options.has(option))) faults.push(noSubject(name, at));
  return { command: { name, operands, options }, faults };
}

/** Options with which a command needs no subject. */
const NEEDLESS = ['stream', 'durable', 'inbox', 'help'];

const noCommand: Fault = {
  path: 'args',
  got: 'without a command',
  expected: `a command such as ${Object.keys(SYNTAX).join(', ')}`,
  fix: 'Set it.',
};

function noSubject(command: string, index: number): Fault {
  return {
    path: `args[${index}]`,
    got: `nats ${command} without a subject`,
    expected: `a subject${command === 'subscribe' ? ', or --stream' : ''}`,
    fix: 'Set it.',
  };
}

/** The option that a word names; `--no-` switches a flag off. */
function optionOf({ valued, flags, letters }: Syntax, word: string): string | undefined {
  if (!word.startsWith('--')) return letters[word.slice(1, 2)];
  const name = word.slice(2);
  if ([...valued, ...flags].includes(name)) return name;
  return name.startsWith('no-') && flags.includes(name.slice(3)) ? name : undefined;
}

function takesNext(syntax: Syntax, before: string | undefined): boolean {
  if (before?.startsWith('-') !== true || before.includes('=')) return false;
  const option = optionOf(syntax, before);
  return option !== undefined && syntax.valued.includes(option);
}

function unknownCommand(word: string, index: number): Fault {
  const known = [...Object.keys(SYNTAX), ...OTHERS.filter((name) => name.length > 3)];
  const meant = nearest(word, known);
  return {
    path: `args[${index}]`,
    got: `${shown(word)}, which is not a nats command`,
    expected: `a command such as ${Object.keys(SYNTAX).join(', ')}`,
    fix: `${meant === undefined ? '' : `Did you mean ${meant}? `}Correct the name.`,
  };
}

function unknownOption(word: string, index: number, command: string, { valued, flags }: Syntax): Fault {
  const meant = nearest(word.replace(/^-+/, ''), [...valued, ...flags]);
  return {
    path: `args[${index}]`,
    got: `${shown(word)}, which is not an option of nats ${command}`,
    expected: 'one of its options',
    fix: `${meant === undefined ? '' : `Did you mean --${meant}? `}Correct the name, or remove it.`,
  };
}
