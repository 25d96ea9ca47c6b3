import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConfMap, isConfMap } from '../../lib/formats/nats-conf/value.js';
import { titan } from '../../systems/titan.js';
import { eventually } from './support/eventually.js';
import { LoopbackFleet, makeStreams, type Pair, storedIn } from './support/loopback-fleet.js';
import { speakPlainly } from './support/plain-client.js';
import { answerQuestions, ask, read, store } from './support/titan-work.js';

const fleet = await LoopbackFleet.issue((roots) => titan({ roots, servers: 1 }));
afterAll(() => fleet.stop());

/** A lone server forces each message to the disk, which is not what these tests wait for. */
function unsynced(conf: ConfMap): ConfMap {
  const { sync_interval: _, ...jetStream } = isConfMap(conf['jetstream']) ? conf['jetstream'] : {};
  return { ...conf, jetstream: jetStream };
}

async function startRegions(): Promise<Pair> {
  const pair = await fleet.startPair(unsynced);
  await makeStreams(pair.broker);
  await makeStreams(pair.leaf);
  return pair;
}

describe('titan, as its manifests say', () => {
  let regions: Pair;
  const clients: Record<'brain' | 'quant' | 'here' | 'there', NatsConnection | undefined> = {
    brain: undefined,
    quant: undefined,
    here: undefined,
    there: undefined,
  };
  const client = (name: keyof typeof clients) => {
    const found = clients[name];
    if (found === undefined) throw new Error(`${name} has not connected.`);
    return found;
  };
  beforeAll(async () => {
    regions = await startRegions();
    const { broker, leaf } = regions;
    clients.brain = await broker.connect('brain');
    clients.quant = await broker.connect('ai-quant');
    clients.here = await broker.connect('execution');
    clients.there = await leaf.connect('execution');
    answerQuestions(clients.quant);
    await clients.quant.flush();
  });
  afterAll(() => Promise.all(Object.values(clients).map((connection) => connection?.close())));

  test('the brain commands the execution engine beside it, which reports', async () => {
    expect(await store(client('brain'), 'titan.commands.primary', 'buy')).toBe('COMMANDS_PRIMARY');
    expect(await read(client('here'), 'COMMANDS_PRIMARY', 'execution')).toBe('buy');
    expect(await store(client('here'), 'titan.reports.primary', 'bought')).toBe('REPORTS');
    expect(await read(client('brain'), 'REPORTS', 'brain')).toBe('bought');
  });

  test('the brain commands the execution engine of the other region, which reports through the link', async () => {
    expect(await store(client('brain'), 'titan.commands.secondary', 'sell')).toBe('COMMANDS_SECONDARY');
    const command = await eventually(
      'the command has crossed the link',
      () => read(client('there'), 'COMMANDS_SECONDARY_MIRROR', 'execution'),
      (text) => text !== '',
    );
    expect(command).toBe('sell');
    expect(await store(client('there'), 'titan.reports.secondary', 'sold')).toBe('REPORTS');
    expect(await read(client('brain'), 'REPORTS', 'brain')).toBe('sold');
  });

  test('the brain asks AI Quant, and hears its signals', async () => {
    expect(await ask(client('brain'), 'up?')).toBe('answer to up?');
    expect(await store(client('quant'), 'titan.signals.quant', 'up')).toBe('SIGNALS');
    expect(await read(client('brain'), 'SIGNALS', 'brain')).toBe('up');
  });

  test.for([
    ['ai-quant', 'titan.signals.quant', 6000],
    ['brain', 'titan.commands.primary', 3000],
  ] as const)(
    'a storm of %s on %s ends at %i messages, and the publisher gets an error',
    async ([name, subject, most]) => {
      const stormy = await regions.broker.connect(name);
      const stream = subject.startsWith('titan.signals') ? 'SIGNALS' : 'COMMANDS_PRIMARY';
      const before = await storedIn(regions.broker, stream);
      const js = jetstream(stormy, { timeout: 30_000 });
      const results = await Promise.allSettled(Array.from({ length: most + 50 }, () => js.publish(subject, 'x')));
      const refused = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
      // What was there before may have aged out meanwhile.
      expect(refused.length).toBeGreaterThanOrEqual(50);
      expect(refused.length).toBeLessThanOrEqual(50 + before);
      expect(new Set(refused)).toEqual(new Set(['JetStreamApiError: maximum messages exceeded']));
      expect(await storedIn(regions.broker, stream)).toBeLessThanOrEqual(most);
      await stormy.close();
    },
  );

  test('an execution engine that acknowledges nothing is given a hundred commands and no more', async () => {
    const consumer = await jetstream(client('here')).consumers.get('COMMANDS_PRIMARY', 'execution');
    let given = 0;
    for await (const _ of await consumer.fetch({ max_messages: 300, expires: 2000 })) given += 1;
    expect(given).toBe(100);
  });

  test('a client that does not speak TLS is not heard', async () => {
    const said = await speakPlainly(regions.broker.clientAddress);
    expect(said).toMatch(/^INFO \{.*"tls_required":true.*\}\s*$/);
  });
});
