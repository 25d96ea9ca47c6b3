import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { covers } from '../../lib/nats/server-config/subject.js';
import type { ConfMap } from '../../lib/nats-conf/value.js';
import { publish } from './support/conversation.js';
import { eventually } from './support/eventually.js';
import { issueFleet } from './support/issued-fleet.js';
import { LoopbackServer } from './support/loopback-server.js';
import {
  type Grant,
  grantsOf,
  lacking,
  OBSERVER,
  withLackingUsers,
  withObserver,
  withoutOnLink,
} from './support/permission-cases.js';

/** What the real servers and clients are tried with: the fleet's own configurations and commands. */
const fleet = await issueFleet({ addresses: { broker: ['127.0.0.1'], leaf: ['127.0.0.2'] } });
const granted = { broker: grantsOf(fleet.broker), leaf: grantsOf(fleet.leaf) };
type Where = keyof typeof granted;

const folder = mkdtempSync(join(tmpdir(), 'meshwright-permissions-'));
const running: LoopbackServer[] = [];

interface Pair {
  readonly broker: LoopbackServer;
  readonly leaf: LoopbackServer;
}

/** Starts a broker and a leaf, and waits for the link between them. */
async function startPair(change: (conf: ConfMap, where: Where) => ConfMap): Promise<Pair> {
  const start = async (where: Where, hub?: LoopbackServer) => {
    const server = await LoopbackServer.start(fleet[where], {
      folder: mkdtempSync(join(folder, `${where}-`)),
      change: (conf) => withObserver(change(conf, where)),
      ...(hub && { hub }),
    });
    running.push(server);
    return server;
  };
  const broker = await start('broker');
  const leaf = await start('leaf', broker);
  await broker.log.line(/JetStream using domains/);
  return { broker, leaf };
}

afterAll(async () => {
  await Promise.all(running.map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** Lets the Job of a cluster make its streams and consumers. */
async function makeStreams(server: LoopbackServer): Promise<void> {
  const job = server.run('nats-streams');
  expect([await job.ended, job.log.tail()]).toEqual([0, expect.anything()]);
}

/** Messages in the streams of a server. */
async function stored(server: LoopbackServer): Promise<number> {
  const { messages }: { readonly messages: number } = JSON.parse(await server.monitor('/jsz'));
  return messages;
}

interface ConsumerState {
  readonly ack_floor: { readonly stream_seq: number };
  readonly num_ack_pending: number;
}

/** The one consumer of the leaf's mirror that outlives its readers. */
async function durableConsumer(leaf: LoopbackServer): Promise<ConsumerState> {
  const text = await leaf.monitor('/jsz?acc=APP&consumers=true');
  const found: readonly ConsumerState[] = JSON.parse(text).account_details[0].stream_detail[0].consumer_detail;
  const [consumer] = found;
  if (consumer === undefined) throw new Error(`The leaf has no consumer: ${text}`);
  return consumer;
}

/** A description of streams and consumers that is not the one of the manifests any more. */
function changed(text: string): string {
  return text.replace(/("max_age": )\d+/, '$13600000000000').replace(/("max_ack_pending": )\d+/, '$1100');
}

/** Questions that the client of the Job does ask, and in vain waits for an answer to, but then goes on without. */
const SPARED = /^\$JS\.API\.(INFO$|STREAM\.NAMES$|CONSUMER\.INFO\.)/;

function literally(text: string): string {
  return text.replaceAll(/[.$*]/g, '\\$&');
}

describe.concurrent('each permission of a user is needed, and with all of them each client does its work', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair((conf, where) => withLackingUsers(conf, granted[where]));
    const { broker, leaf } = pair;
    for (const server of [broker, leaf]) {
      await makeStreams(server);
      expect(await server.run('nats-streams', { edit: changed }).ended).toBe(0);
    }
    const publisher = broker.run('nats-publisher');
    // It counts what was acknowledged; that it has published something it says beforehand.
    await publisher.line(/\[[1-9]\d* in /);
    await publisher.stop();
    const subscriber = leaf.run('nats-subscriber');
    await eventually(
      'the subscriber has acknowledged what it has read',
      () => durableConsumer(leaf),
      ({ ack_floor, num_ack_pending }) => ack_floor.stream_seq > 0 && num_ack_pending === 0,
    );
    await subscriber.stop();
  });

  const cases = (['broker', 'leaf'] as const).flatMap((where) =>
    granted[where].filter(({ user }) => user !== '').map((grant) => [where, grant] as const),
  );
  test.for(cases.map(([where, grant]) => [where, grant.user, grant.direction, grant.subject, grant] as const))(
    'in the cluster %s the user %s needs to %s %s',
    async ([where, , , , grant], { expect }) => {
      const server = pair[where];
      const user = lacking(grant);
      const run = (edit?: (text: string) => string) =>
        server.run(`nats-${grant.user}`, { user, timeout: '3s', ...(edit && { edit }) });
      const [first = ''] = grant.subject.split('>');
      const action = { publish: 'Publish', subscribe: 'Subscription' }[grant.direction];
      const refusal = new RegExp(literally(`user:${user}" - ${action} Violation - Subject "${first}`));
      const refused = () => server.log.line(refusal, { seconds: 60 });
      const client = run();
      if (grant.subject.startsWith('$JS.ACK.')) {
        // The server may still hold a question of the subscriber that is gone, and give it what comes first.
        const observer = await pair.broker.talk(OBSERVER);
        await eventually(
          'an acknowledgement is refused',
          async () => {
            await observer.say([publish('test.messages', 'unread')]);
            return server.log.lines.some((line) => refusal.test(line));
          },
          Boolean,
        );
        observer.close();
        expect((await durableConsumer(server)).num_ack_pending).toBeGreaterThan(0);
        await client.stop();
      } else if (grant.user === 'streams' && SPARED.test(grant.subject)) {
        await refused();
        await client.stop();
      } else {
        const codes = [await client.ended];
        // What is not needed to create is needed to bring what is there to another description.
        if (codes[0] === 0) codes.push(await run(changed).ended);
        expect(codes.at(-1)).not.toBe(0);
        await refused();
      }
    },
  );
});

describe.concurrent('each permission of the link is needed', () => {
  /** More than a consumer sends before it asks whether to go on. */
  const COUNT = 40;
  const TEXT = 'x'.repeat(500_000);

  async function startMirror(missing?: Grant): Promise<Pair> {
    const pair = await startPair((conf, where) =>
      missing === undefined || where === 'leaf' ? conf : withoutOnLink(conf, missing),
    );
    await makeStreams(pair.broker);
    const observer = await pair.broker.talk(OBSERVER);
    await observer.say(Array.from({ length: COUNT }, () => publish('test.messages', TEXT)));
    observer.close();
    await makeStreams(pair.leaf);
    return pair;
  }

  test('with all of them the mirror copies everything', async () => {
    const { leaf } = await startMirror();
    await eventually(
      'the mirror is complete',
      () => stored(leaf),
      (count) => count === COUNT,
    );
  });

  /** What the servers say once the mirror has come as far as it can without a permission. */
  const STOPS: Readonly<Record<string, (pair: Pair) => Promise<unknown>>> = {
    '$JS.broker.API.CONSUMER.CREATE.TEST': ({ leaf }) =>
      leaf.log.line(/Not permitted to deliver to "\$JS\.broker\.API\.CONSUMER\.CREATE\.TEST"/),
    // The consumer has sent as much as it may without an answer, and has nothing but heartbeats to send.
    '$JS.FC.TEST.*.*': ({ broker }) => broker.log.line(/->> \[HMSG \$JS\.M\.\S+ \d+ \d+\]/),
    '$JSC.R.*': async ({ broker }) => {
      await broker.log.line(/<<- \[HMSG \$JS\.broker\.API\.CONSUMER\.CREATE\.TEST \$JSC\.R\./);
      // The request names a subject for the answer that the leaf was not allowed to listen to before.
      expect(broker.log.lines.filter((line) => line.includes('<<- [LS+ $JSC.R.'))).toEqual([]);
    },
    '$JS.M.*': ({ leaf }) => leaf.log.line(/Retrying mirror consumer for/, { seconds: 60 }),
  };

  const link = granted.broker.filter(({ user }) => user === '');
  test.for(link.map((grant) => [grant.direction, grant.subject, grant] as const))(
    'the leaf needs to %s %s',
    async ([, , grant], { expect }) => {
      const pair = await startMirror(grant);
      const stop = STOPS[grant.subject];
      if (stop === undefined) throw new Error(`Nothing tells that ${grant.subject} is missing.`);
      await stop(pair);
      expect(await stored(pair.leaf)).toBeLessThan(COUNT);
    },
  );
});

describe('no user may do what it has no use of', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair((conf) => conf);
  });

  /** What would be worth trying, besides what is granted to others. */
  const TEMPTING = [
    '>',
    '$SYS.>',
    '$SYS.REQ.SERVER.PING',
    '$SYS.REQ.ACCOUNT.APP.CONNZ',
    '$JS.API.>',
    '_INBOX.>',
    'test.>',
    'test.messages',
    ...['TEST', 'TEST_MIRROR'].flatMap((stream) => [
      ...['DELETE', 'PURGE', 'SNAPSHOT', 'RESTORE', 'MSG.GET', 'MSG.DELETE'].map(
        (verb) => `$JS.API.STREAM.${verb}.${stream}`,
      ),
      `$JS.API.DIRECT.GET.${stream}`,
      `$JS.API.CONSUMER.DELETE.${stream}.subscriber`,
      `$JS.API.CONSUMER.CREATE.${stream}.other`,
      `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.other`,
      `$JS.API.CONSUMER.MSG.NEXT.${stream}.other`,
      `$JS.broker.API.STREAM.PURGE.${stream}`,
    ]),
  ];
  const everything = [...new Set([...TEMPTING, ...[...granted.broker, ...granted.leaf].map(({ subject }) => subject)])];

  const users = (['broker', 'leaf'] as const).flatMap((where) =>
    [...new Set(granted[where].map(({ user }) => user))].filter(Boolean).map((user) => [user, where] as const),
  );
  test.for(users)('the user %s of the cluster %s', async ([user, where]) => {
    const own = granted[where].filter((grant) => grant.user === user);
    const may = (direction: Grant['direction'], subject: string) =>
      own.some((grant) => grant.direction === direction && covers(grant.subject, subject));
    const conversation = await pair[where].talk({ user, pass: pair[where].password(`nats-${user}`) });
    const answers = await conversation.say([
      ...everything.map((subject) => publish(subject)),
      ...everything.map((subject, index) => `SUB ${subject} ${index}`),
    ]);
    conversation.close();
    expect(answers.flatMap((line) => /^-ERR '(.*)'/.exec(line)?.[1] ?? [])).toEqual([
      ...everything
        // A server maps the subjects of its own domain before it looks at permissions.
        .map((subject) => subject.replace(`$JS.${where}.API.`, '$JS.API.'))
        .filter((subject) => !may('publish', subject))
        .map((subject) => `Permissions Violation for Publish to "${subject}"`),
      ...everything
        .filter((subject) => !may('subscribe', subject))
        .map((subject) => `Permissions Violation for Subscription to "${subject}"`),
    ]);
  });

  test('whoever has taken over the leaf cluster can neither write into the hub nor listen to it', async () => {
    const { broker, leaf } = pair;
    await makeStreams(broker);
    const above = await broker.talk(OBSERVER);
    const below = await leaf.talk(OBSERVER);
    // Each side hears one subject that the link carries, and what was said before it arrives before it.
    const [up, down] = ['$JS.FC.TEST.the.end', '$JSC.R.end'];
    await above.say(['SUB > 1', `SUB ${up} 2`]);
    await below.say(['SUB > 1', `SUB ${down} 2`]);
    await leaf.log.line(new RegExp(`<<- \\[LS\\+ ${literally(up)}`));
    await broker.log.line(new RegExp(`<<- \\[LS\\+ ${literally(down)}`));
    const [toHub, toLeaf] = [above.log.length, below.log.length];
    await below.say([publish('test.messages', 'forged'), publish('$JS.broker.API.STREAM.PURGE.TEST'), publish(up)]);
    await above.say([publish('test.messages', 'secret'), publish(down)]);
    await above.log.line(new RegExp(`^MSG ${literally(up)} 2 `), { from: toHub });
    await below.log.line(new RegExp(`^MSG ${literally(down)} 2 `), { from: toLeaf });
    expect(above.log.lines.slice(toHub)).not.toContain('forged\r');
    expect(below.log.lines.slice(toLeaf)).not.toContain('secret\r');
    expect(below.log.lines.slice(toLeaf)).toContain('forged\r');
    expect(await stored(broker)).toBe(1);
    above.close();
    below.close();
  });
});

test('fails at once, with the log, where a server dies at boot', async () => {
  const start = LoopbackServer.start(fleet.broker, {
    folder: mkdtempSync(join(folder, 'dead-')),
    change: (conf) => ({ ...conf, ping_max: 'many' }),
  });
  await expect(start).rejects.toThrow(/The server of broker ended with 1\. Its end:\nnats-server: .*nats\.conf:\d+:/);
});
