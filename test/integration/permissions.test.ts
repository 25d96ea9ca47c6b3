import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publish } from './support/conversation.js';
import { eventually } from './support/eventually.js';
import { CLUSTERS, LoopbackFleet, makeStreams, type Pair, stored } from './support/loopback-fleet.js';
import type { LoopbackServer } from './support/loopback-server.js';
import { mirrorStops } from './support/mirror-stops.js';
import { type Grant, lacking, OBSERVER, withLackingUsers, withoutOnLink } from './support/permission-cases.js';
import { literally } from './support/prohibited.js';

const fleet = await LoopbackFleet.issue();
afterAll(() => fleet.stop());

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

describe.concurrent('each permission of a user is needed, and with all of them each client does its work', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await fleet.startPair((conf, cluster) => withLackingUsers(conf, fleet.grants[cluster]));
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

  const cases = CLUSTERS.flatMap((where) =>
    fleet.grants[where].filter(({ user }) => user !== '').map((grant) => [where, grant] as const),
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
    const pair = await fleet.startPair((conf, cluster) =>
      missing === undefined || cluster === 'leaf' ? conf : withoutOnLink(conf, missing),
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

  const stops = mirrorStops('TEST', 'broker');
  const link = fleet.grants.broker.filter(({ user }) => user === '');
  test.for(link.map((grant) => [grant.direction, grant.subject, grant] as const))(
    'the leaf needs to %s %s',
    async ([, , grant], { expect }) => {
      const pair = await startMirror(grant);
      const stop = stops.get(grant.subject);
      if (stop === undefined) throw new Error(`Nothing tells that ${grant.subject} is missing.`);
      await stop(pair);
      expect(await stored(pair.leaf)).toBeLessThan(COUNT);
    },
  );
});
