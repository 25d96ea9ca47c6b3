import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Pod } from './support/pod.js';
import type { TestCluster } from './support/test-cluster.js';
import { TestFleet } from './support/test-fleet.js';

const BROKER_CONFIG = 'nats-broker-config';
const LEAF_CONFIG = 'nats-leaf-config';

/** The server configuration without one subject in a list of what is allowed. */
function without(subject: string): (text: string) => string {
  const line = new RegExp(`^ *"?${subject.replaceAll(/[.*$]/g, '\\$&')}"?\\n`, 'gm');
  return (text) => text.replaceAll(line, '');
}

async function restart(cluster: TestCluster, pod: Pod): Promise<void> {
  await pod.kill();
  pod.start();
  await cluster.whenReady(pod);
}

/** Messages that a cluster's one stream holds. */
async function stored(cluster: TestCluster): Promise<number> {
  const [server] = cluster.servers;
  if (server === undefined) throw new Error(`Cluster ${cluster.name} has no server.`);
  return JSON.parse((await cluster.monitor(server, '/jsz')).body).messages;
}

describe('the users of the fleet nats-mtls', () => {
  let fleet: TestFleet;
  let job: Readonly<Record<'broker' | 'leaf', string>>;
  beforeAll(async () => {
    fleet = await TestFleet.boot();
    await fleet.startServers();
    job = {
      broker: `${fleet.broker.workloads('Job')[0]}-0`,
      leaf: `${fleet.leaf.workloads('Job')[0]}-0`,
    };
    await fleet.broker.start('nats-publisher');
    await fleet.leaf.start('nats-subscriber');
  });
  afterAll(() => fleet?.shutDown());

  const publish = (subject: string) => ['publish', subject, 'forged'];
  const ask = (subject: string) => ['request', subject, '', '--timeout=1s'];
  const listen = (subject: string) => ['subscribe', subject, '--count=1', '--wait=1s'];

  test.each<['broker' | 'leaf', string, string, (subject: string) => string[]]>([
    ['broker', 'publisher', 'test.messages', listen],
    ['broker', 'publisher', 'test.others', publish],
    ['broker', 'publisher', '$JS.API.STREAM.INFO.TEST', ask],
    ['broker', 'publisher', '$JS.API.STREAM.DELETE.TEST', ask],
    ['broker', 'streams', '$JS.API.STREAM.DELETE.TEST', ask],
    ['broker', 'streams', '$JS.API.STREAM.PURGE.TEST', ask],
    ['broker', 'streams', '$JS.API.STREAM.CREATE.OTHER', ask],
    ['broker', 'streams', 'test.messages', publish],
    ['broker', 'streams', 'test.messages', listen],
    ['leaf', 'subscriber', 'test.messages', publish],
    ['leaf', 'subscriber', 'test.messages', listen],
    ['leaf', 'subscriber', '$JS.API.STREAM.DELETE.TEST_MIRROR', ask],
    ['leaf', 'subscriber', '$JS.API.STREAM.PURGE.TEST_MIRROR', ask],
    ['leaf', 'subscriber', '$JS.API.STREAM.UPDATE.TEST_MIRROR', ask],
    ['leaf', 'subscriber', '$JS.API.CONSUMER.DELETE.TEST_MIRROR.subscriber', ask],
    ['leaf', 'subscriber', '$JS.API.CONSUMER.MSG.NEXT.TEST_MIRROR.other', ask],
    ['leaf', 'subscriber', '$JS.API.CONSUMER.CREATE.TEST_MIRROR.other', ask],
    ['leaf', 'subscriber', '$JS.broker.API.STREAM.INFO.TEST', ask],
    ['leaf', 'streams', '$JS.API.STREAM.DELETE.TEST_MIRROR', ask],
    ['leaf', 'streams', '$JS.broker.API.STREAM.DELETE.TEST', ask],
  ])('in the cluster %s the user %s has no use of %s, and may not', async (name, user, subject, command) => {
    const cluster = fleet[name];
    const pod = cluster.pod(user === 'streams' ? job[name] : `nats-${user}-0`);
    const [server] = cluster.servers;
    const log = server?.container('nats').log;
    const from = log?.length ?? 0;
    await pod.container('nats').execute(['nats', ...command(subject)]);
    const escaped = subject.replaceAll(/[.$]/g, '\\$&');
    const line = await log?.line(new RegExp(`Violation - User "${user}", Subject "${escaped}"`), { from });
    expect(line).toContain(command === listen ? 'Subscription Violation' : 'Publish Violation');
  });

  test('a leaf cluster that is taken over can neither write into the hub nor listen to it', async () => {
    await fleet.broker.pod('nats-publisher-0').kill();
    const leaf = fleet.leaf.pod('nats-leaf-0');
    // Whoever has the leaf's key and certificate is not bound by the leaf's own users.
    const free = (text: string) =>
      text.replace(/(user: subscriber\n *password: .*\n)/, '$1}\n{ user: bound\n password: "x"\n');
    fleet.leaf.editConfig(LEAF_CONFIG, free);
    await restart(fleet.leaf, leaf);
    await fleet.linked(1);
    const taken = fleet.leaf.pod('nats-subscriber-0').container('nats');
    const before = await stored(fleet.broker);
    const heardFrom = taken.log.length;
    const listening = taken.execute(['nats', 'subscribe', 'test.>', '--raw', '--wait=6s']);
    for (const subject of ['test.messages', '$JS.broker.API.STREAM.PURGE.TEST']) {
      await taken.execute(['nats', 'publish', subject, 'forged in the leaf']);
    }
    const publisher = fleet.broker.pod('nats-publisher-0').container('nats');
    await publisher.execute(['nats', 'publish', '--jetstream', 'test.messages', 'said in the hub']);
    expect(await stored(fleet.broker)).toBe(before + 1);
    await listening;
    const heard = taken.log.lines.slice(heardFrom).join('\n');
    expect(heard).toContain('forged in the leaf');
    // The mirror brings it to its reader, which is another way.
    expect(heard.split('\n').filter((line) => line === 'said in the hub')).toEqual([]);
  });
});

describe('each permission of a user is used', () => {
  let fleet: TestFleet;
  beforeAll(async () => {
    fleet = await TestFleet.boot();
    await fleet.startServers();
    await fleet.leaf.start('nats-subscriber');
    await fleet.leaf.pod('nats-subscriber-0').kill();
    await fleet.broker.start('nats-publisher');
  });
  afterAll(() => fleet?.shutDown());

  test.each([
    '$JS.API.STREAM.INFO.TEST_MIRROR',
    '$JS.API.CONSUMER.INFO.TEST_MIRROR.subscriber',
    '$JS.API.CONSUMER.CREATE.TEST_MIRROR.subscriber.>',
    '$JS.API.CONSUMER.MSG.NEXT.TEST_MIRROR.subscriber',
    '$JS.ACK.TEST_MIRROR.subscriber.>',
  ])('the subscriber publishes to %s', async (subject) => {
    const [leaf] = fleet.leaf.servers;
    const subscriber = fleet.leaf.pod('nats-subscriber-0');
    if (leaf === undefined) throw new Error('The leaf has no server.');
    fleet.leaf.editConfig(LEAF_CONFIG, without(subject));
    await restart(fleet.leaf, leaf);
    const { log } = leaf.container('nats');
    const from = log.length;
    subscriber.start();
    const prefix = subject.replace(/\.>$/, '').replaceAll(/[.$]/g, '\\$&');
    expect(
      await log.line(new RegExp(`Publish Violation - User "subscriber", Subject "${prefix}`), { from }),
    ).toBeDefined();
    await subscriber.kill();
    fleet.leaf.resetConfig();
  });
});

describe('each permission of the link is used', () => {
  /** Ten times what a consumer sends before it asks whether to go on. */
  const BURST = ['nats', 'publish', 'test.messages', '--count=100', '{{Random 100000 100000}}'];
  /** Nothing tells that something does not happen; with all permissions it happens within a second or two. */
  const PATIENCE = 6_000;

  test.each([
    ['all that it has', undefined, true],
    ['$JS.broker.API.CONSUMER.CREATE.TEST', '$JS.broker.API.CONSUMER.CREATE.TEST', false],
    ['$JS.FC.TEST.*.*', '$JS.FC.TEST.*.*', false],
    ['$JSC.R.*', '$JSC.R.*', false],
    ['$JS.M.*', '$JS.M.*', false],
  ])('with and without: %s', async (_, missing, copies) => {
    const fleet = await TestFleet.boot();
    try {
      if (missing !== undefined) fleet.broker.editConfig(BROKER_CONFIG, without(missing));
      await fleet.startServers();
      const [publisher] = await fleet.broker.start('nats-publisher');
      expect(await publisher?.container('nats').execute(BURST)).toBe(0);
      await publisher?.kill();
      const wanted = await stored(fleet.broker);
      const end = Date.now() + PATIENCE;
      while ((await stored(fleet.leaf)) < wanted && Date.now() < end) await delay(100);
      expect((await stored(fleet.leaf)) === wanted).toBe(copies);
    } finally {
      await fleet.shutDown();
    }
  });
});
