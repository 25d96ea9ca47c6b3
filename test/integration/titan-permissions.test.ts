import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConfMap, isConfList, isConfMap } from '../../lib/formats/nats-conf/value.js';
import { titan } from '../../systems/titan.js';
import { publish } from './support/conversation.js';
import { eventually } from './support/eventually.js';
import { CLUSTERS, LoopbackFleet, makeStreams, type Pair, storedIn } from './support/loopback-fleet.js';
import { mirrorStops } from './support/mirror-stops.js';
import { type Grant, lacking, OBSERVER, withLackingUsers, withoutOnLink } from './support/permission-cases.js';
import { literally, TEMPTING, temptingOf, tryEverything } from './support/prohibited.js';
import { answerQuestions, ask, QUESTIONS, read, store } from './support/titan-work.js';

const fleet = await LoopbackFleet.issue((roots) => titan({ roots, servers: 1 }));
afterAll(() => fleet.stop());

/** Names of the clusters, which are the domains of their streams. */
const DOMAINS = { broker: 'primary', leaf: 'secondary' } as const;

/** The workloads that are clients, by their users. */
const WORKLOADS: Readonly<Record<string, string>> = {
  brain: 'brain',
  'ai-quant': 'ai-quant',
  'execution-primary': 'execution',
  'execution-secondary': 'execution',
};

async function startWithStreams(change?: Parameters<LoopbackFleet['startPair']>[0]): Promise<Pair> {
  const pair = await fleet.startPair(change);
  await makeStreams(pair.broker);
  await makeStreams(pair.leaf);
  return pair;
}

/** Publishes in the first region as a user who may publish everything. */
async function say(pair: Pair, ...lines: readonly string[]): Promise<void> {
  const observer = await pair.broker.talk(OBSERVER);
  await observer.say(lines);
  observer.close();
}

/** All that a user is there for; it fails where one part of it does. */
const WORK: Readonly<Record<string, (client: NatsConnection, pair: Pair) => Promise<void>>> = {
  brain: async (client, pair) => {
    await say(pair, publish('titan.reports.primary', 'report'), publish('titan.signals.quant', 'signal'));
    expect(await store(client, 'titan.commands.primary')).toBe('COMMANDS_PRIMARY');
    expect(await store(client, 'titan.commands.secondary')).toBe('COMMANDS_SECONDARY');
    expect(await ask(client, 'up?')).toBe('answer to up?');
    for (const stream of ['REPORTS', 'SIGNALS']) await read(client, stream, 'brain');
  },
  'ai-quant': async (client, pair) => {
    expect(await store(client, 'titan.signals.quant')).toBe('SIGNALS');
    answerQuestions(client);
    await client.flush();
    const brain = await pair.broker.connect('brain');
    await ask(brain, 'up?').finally(() => brain.close());
  },
  'execution-primary': async (client, pair) => {
    await say(pair, publish('titan.commands.primary', 'command'));
    expect(await store(client, 'titan.reports.primary')).toBe('REPORTS');
    await read(client, 'COMMANDS_PRIMARY', 'execution');
  },
  'execution-secondary': async (client, pair) => {
    await say(pair, publish('titan.commands.secondary', 'command'));
    expect(await store(client, 'titan.reports.secondary')).toBe('REPORTS');
    await eventually(
      'the command has crossed the link',
      () => storedIn(pair.leaf, 'COMMANDS_SECONDARY_MIRROR'),
      Boolean,
    );
    await read(client, 'COMMANDS_SECONDARY_MIRROR', 'execution');
  },
};

/** Does a user's work as that user, or as one with fewer permissions. */
async function work(pair: Pair, where: 'broker' | 'leaf', user: string, as = user): Promise<void> {
  // The brain needs an answer; while AI Quant itself is tested, only it may answer.
  const quant = user === 'brain' ? await pair.broker.connect('ai-quant') : undefined;
  const client = await pair[where].connect(WORKLOADS[user] ?? '', as);
  try {
    if (quant !== undefined) {
      answerQuestions(quant);
      await quant.flush();
    }
    await WORK[user]?.(client, pair);
  } finally {
    await Promise.all([client.close(), quant?.close()]);
  }
}

const cases = CLUSTERS.flatMap((where) =>
  fleet.grants[where].filter(({ user }) => WORKLOADS[user] !== undefined).map((grant) => [where, grant] as const),
);

describe('each permission of a client of titan is needed, and no other', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await startWithStreams((conf, cluster) => withoutAnswers(withLackingUsers(conf, fleet.grants[cluster])));
  });

  test.for(Object.keys(WORKLOADS))('with all of them %s does its work', async (user) => {
    await work(pair, user === 'execution-secondary' ? 'leaf' : 'broker', user);
  });

  test.for(cases.map(([where, grant]) => [grant.user, grant.direction, grant.subject, where, grant] as const))(
    '%s needs to %s %s',
    async ([user, direction, subject, where, grant]) => {
      const poorer = lacking(grant);
      await expect(work(pair, where, user, poorer)).rejects.toThrow();
      const [first = ''] = subject.split(/[> ]/);
      const action = { publish: 'Publish', subscribe: 'Subscription' }[direction];
      await pair[where].log.line(new RegExp(`user:${poorer}" - ${action} Violation - Subject "${literally(first)}`));
    },
  );

  test('ai-quant needs to answer, and can but to those who ask', async () => {
    await expect(work(pair, 'broker', 'ai-quant', MUTE)).rejects.toThrow();
    await pair.broker.log.line(new RegExp(`user:${MUTE}" - Publish Violation - Subject "_INBOX\\.brain\\.`));
  });

  test('ai-quant hears no question but as one of its group', async () => {
    const quant = await pair.broker.talk({ user: 'ai-quant', pass: pair.broker.password('ai-quant') });
    const answers = await quant.say([`SUB ${QUESTIONS} 1`, `SUB ${QUESTIONS} others 2`, `SUB ${QUESTIONS} ai-quant 3`]);
    quant.close();
    expect(answers.flatMap((line) => /^-ERR '(.*)'/.exec(line)?.[1] ?? [])).toEqual([
      `Permissions Violation for Subscription to "${QUESTIONS}"`,
      `Permissions Violation for Subscription to "${QUESTIONS}" using queue "others"`,
    ]);
  });
});

describe('no user of titan may do what it has no use of', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await fleet.startPair();
  });
  const streams = ['COMMANDS_PRIMARY', 'COMMANDS_SECONDARY', 'COMMANDS_SECONDARY_MIRROR', 'REPORTS', 'SIGNALS'];
  const everything = [
    ...new Set([
      ...TEMPTING,
      ...['titan.>', 'titan.*.*', 'titan.commands.*', 'titan.reports.*', 'titan.other'],
      ...streams.flatMap((stream) => temptingOf(stream, 'execution', 'primary')),
      // A queue is no part of the subject.
      ...[...fleet.grants.broker, ...fleet.grants.leaf].map(({ subject }) => subject.split(' ')[0] ?? ''),
    ]),
  ];
  const users = CLUSTERS.flatMap((where) =>
    [...new Set(fleet.grants[where].map(({ user }) => user))].filter(Boolean).map((user) => [user, where] as const),
  );

  test.for(users)('the user %s of the %s', async ([user, where]) => {
    const { refused, expected } = await tryEverything({
      server: pair[where],
      user,
      pass: pair[where].password(WORKLOADS[user] ?? `nats-${user}`),
      domain: DOMAINS[where],
      subjects: everything,
      grants: fleet.grants[where].filter((grant) => grant.user === user),
    });
    expect(refused).toEqual(expected);
    expect(refused.length).toBeGreaterThan(everything.length);
  });

  test('whoever has taken over the second region neither commands the first nor listens to it', async () => {
    const { broker, leaf } = pair;
    const [above, below] = [await broker.talk(OBSERVER), await leaf.talk(OBSERVER)];
    // Each side hears one subject that the link carries, and what was said before it arrives before it.
    const [up, down] = ['titan.reports.secondary', '_INBOX.execution-secondary.end'];
    await above.say(['SUB > 1', `SUB ${up} 2`]);
    await below.say(['SUB > 1', `SUB ${down} 2`]);
    await leaf.log.line(new RegExp(`<<- \\[LS\\+ ${literally(up)}`));
    await broker.log.line(new RegExp(`<<- \\[LS\\+ ${literally(down)}`));
    const [toHub, toLeaf] = [above.log.length, below.log.length];
    const forged = [
      'titan.commands.primary',
      'titan.reports.primary',
      'titan.signals.quant',
      QUESTIONS,
      '_INBOX.brain.x',
    ];
    await below.say([...forged.map((subject) => publish(subject, 'forged')), publish(up)]);
    await above.say([...forged.map((subject) => publish(subject, 'secret')), publish(down)]);
    await above.log.line(new RegExp(`^MSG ${literally(up)} 2 `), { from: toHub });
    await below.log.line(new RegExp(`^MSG ${literally(down)} 2 `), { from: toLeaf });
    expect(above.log.lines.slice(toHub)).not.toContain('forged\r');
    expect(below.log.lines.slice(toLeaf)).not.toContain('secret\r');
    expect(below.log.lines.slice(toLeaf).filter((line) => line === 'forged\r')).toHaveLength(forged.length);
    above.close();
    below.close();
  });
});

describe("each permission of titan's link is needed", () => {
  /** More than a consumer sends before it asks whether to go on. */
  const COUNT = 40;
  const TEXT = 'x'.repeat(500_000);

  async function start(missing: Grant): Promise<Pair> {
    return fleet.startPair((conf, cluster) => (cluster === 'leaf' ? conf : withoutOnLink(conf, missing)));
  }

  const link = fleet.grants.broker.filter(({ user }) => user === '');
  const stops = mirrorStops('COMMANDS_SECONDARY', 'primary');
  const forMirrors = link.filter(({ subject }) => stops.has(subject));
  const forReports = link.filter(({ subject }) => !stops.has(subject));

  test.for(forMirrors.map((grant) => [grant.direction, grant.subject, grant] as const))(
    'to %s %s, for commands',
    async ([, , grant]) => {
      const pair = await start(grant);
      // Commands that do not end while the test waits.
      const forAnHour = (text: string) => text.replace(/("max_age": )\d+/, '$13600000000000');
      expect(await pair.broker.run('nats-streams', { edit: forAnHour }).ended).toBe(0);
      await say(pair, ...Array.from({ length: COUNT }, () => publish('titan.commands.secondary', TEXT)));
      expect(await pair.leaf.run('nats-streams', { edit: forAnHour }).ended).toBe(0);
      await stops.get(grant.subject)?.(pair);
      expect(await storedIn(pair.leaf, 'COMMANDS_SECONDARY_MIRROR')).toBeLessThan(COUNT);
    },
  );

  test.for(forReports.map((grant) => [grant.direction, grant.subject, grant] as const))(
    'to %s %s, for reports',
    async ([direction, , grant]) => {
      const pair = await start(grant);
      await makeStreams(pair.broker);
      const execution = await pair.leaf.connect('execution');
      await expect(store(execution, 'titan.reports.secondary')).rejects.toThrow();
      await execution.close();
      // Without the way up the report does not arrive; without the one down its sender does not learn that it has.
      expect(await storedIn(pair.broker, 'REPORTS')).toBe(direction === 'publish' ? 0 : 1);
    },
  );
});

/** A user like AI Quant, but for the right to answer. */
const MUTE = 'ai-quant-that-may-not-answer';

function withoutAnswers(conf: ConfMap): ConfMap {
  const accounts = isConfMap(conf['accounts']) ? conf['accounts'] : {};
  const account = isConfMap(accounts['APP']) ? accounts['APP'] : {};
  const users = (isConfList(account['users']) ? account['users'] : []).filter(isConfMap);
  const mute = users
    .filter(({ user }) => user === 'ai-quant')
    .map((user) => ({
      ...user,
      user: MUTE,
      permissions: { ...(isConfMap(user['permissions']) ? user['permissions'] : {}), allow_responses: false },
    }));
  return { ...conf, accounts: { ...accounts, APP: { ...account, users: [...users, ...mute] } } };
}
