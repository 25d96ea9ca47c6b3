import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publish } from './support/conversation.js';
import { CLUSTERS, LoopbackFleet, makeStreams, type Pair, stored } from './support/loopback-fleet.js';
import { OBSERVER } from './support/permission-cases.js';
import { literally, TEMPTING, temptingOf, tryEverything } from './support/prohibited.js';

const fleet = await LoopbackFleet.issue();
afterAll(() => fleet.stop());

describe('no user may do what it has no use of', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await fleet.startPair();
  });

  const everything = [
    ...new Set([
      ...TEMPTING,
      'test.>',
      'test.messages',
      ...['TEST', 'TEST_MIRROR'].flatMap((stream) => temptingOf(stream, 'subscriber', 'broker')),
      ...[...fleet.grants.broker, ...fleet.grants.leaf].map(({ subject }) => subject),
    ]),
  ];

  const users = CLUSTERS.flatMap((where) =>
    [...new Set(fleet.grants[where].map(({ user }) => user))].filter(Boolean).map((user) => [user, where] as const),
  );
  test.for(users)('the user %s of the cluster %s', async ([user, where]) => {
    const { refused, expected } = await tryEverything({
      server: pair[where],
      user,
      pass: pair[where].password(`nats-${user}`),
      domain: where,
      subjects: everything,
      grants: fleet.grants[where].filter((grant) => grant.user === user),
    });
    expect(refused).toEqual(expected);
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
  const start = fleet.start('broker', { change: (conf) => ({ ...conf, ping_max: 'many' }) });
  await expect(start).rejects.toThrow(/The server of broker ended with 1\. Its end:\nnats-server: .*nats\.conf:\d+:/);
});
