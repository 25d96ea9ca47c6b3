import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Duration } from 'cdk8s';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failureDocument } from './support/failure-document.js';
import { LESSONS } from './support/failure-lessons.js';
import type { Departure } from './support/issue-certificate.js';
import { natsMtlsWith } from './support/issued-fleet.js';
import type { Pod } from './support/pod.js';
import { type Measurement, measure, type Scenario } from './support/scenario.js';
import type { TestCluster } from './support/test-cluster.js';
import { TestFleet } from './support/test-fleet.js';
import type { Delivery } from './support/traffic.js';

/** Long enough for the pings below to notice, short enough for a test. */
const OUTAGE = 5_000;
/** A silent partition is noticed after two unanswered pings. */
const PING_INTERVAL = Duration.seconds(1);

/** Seconds that a certificate lives that is to expire. */
const SHORT_LIFE = 6;

const DELIVERIES: readonly Delivery[] = ['core', 'jetstream'];
const measurements: Measurement[] = [];

/** Both ways of delivery at once, each in a fleet of its own. */
class Pair {
  readonly #fleets: readonly (readonly [Delivery, TestFleet])[];

  private constructor(fleets: readonly (readonly [Delivery, TestFleet])[]) {
    this.#fleets = fleets;
  }

  static async boot(brokers: number): Promise<Pair> {
    const booted = DELIVERIES.map(async (delivery) => {
      const fleet = await TestFleet.boot(natsMtlsWith({ delivery, brokers, pingInterval: PING_INTERVAL }));
      return [delivery, fleet] as const;
    });
    const pair = new Pair(await Promise.all(booted));
    try {
      await Promise.all(pair.#fleets.map(([, fleet]) => fleet.startServers()));
      return pair;
    } catch (error) {
      await pair.shutDown();
      throw error;
    }
  }

  async measure(scenario: Scenario): Promise<Readonly<Record<Delivery, Measurement>>> {
    const [core, jetstream] = await Promise.all(
      this.#fleets.map(([delivery, fleet]) => measure(fleet, delivery, scenario)),
    );
    if (core === undefined || jetstream === undefined) throw new Error('A fleet of the pair is missing.');
    measurements.push(core, jetstream);
    console.table([core, jetstream].map(({ lostAt, ...figures }) => ({ ...figures, lostAt: lostAt.length })));
    return { core, jetstream };
  }

  async shutDown(): Promise<void> {
    await Promise.all(this.#fleets.map(([, fleet]) => fleet.shutDown()));
  }
}

/** What must hold whatever fails: JetStream loses nothing, and core NATS nothing but what the outage took. */
function expectNoOtherLoss({ core, jetstream }: Readonly<Record<Delivery, Measurement>>): void {
  expect(jetstream.lost).toBe(0);
  expect(core.lostOutside).toBe(0);
}

describe('one broker', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await Pair.boot(1);
  });
  afterAll(() => pair?.shutDown());

  test('nothing is lost while nothing fails', async () => {
    const outcomes = await pair.measure({
      title: 'Nothing fails',
      strike: async () => {
        await delay(2_000);
      },
    });
    expectNoOtherLoss(outcomes);
    expect(outcomes.core.lost).toBe(0);
  });

  test('the broker dies and comes back', async () => {
    const outcomes = await pair.measure({
      title: 'Broker killed, started again after 5 s',
      strike: async ({ broker }, healed) => {
        const pod = broker.pod('nats-broker-0');
        await pod.kill();
        await delay(OUTAGE);
        healed();
        pod.start();
        await broker.whenReady(pod);
      },
    });
    expectNoOtherLoss(outcomes);
    expect(outcomes.core.lost).toBeGreaterThan(0);
  });

  test('the leaf dies and comes back', async () => {
    const outcomes = await pair.measure({
      title: 'Leaf killed, started again after 5 s',
      strike: async (fleet, healed) => {
        const pod = fleet.leaf.pod('nats-leaf-0');
        await pod.kill();
        await fleet.linked(0);
        await delay(OUTAGE);
        healed();
        pod.start();
        await fleet.leaf.whenReady(pod);
      },
    });
    expectNoOtherLoss(outcomes);
    expect(outcomes.core.lost).toBeGreaterThan(0);
  });

  test('the network between the clusters drops everything, and neither side is notified', async () => {
    const outcomes = await pair.measure({
      title: 'Silent partition of 5 s',
      strike: async (fleet, healed) => {
        fleet.leaf.machine.cutOff();
        await fleet.linked(0);
        await delay(OUTAGE / 2);
        healed();
        fleet.leaf.machine.reconnect();
      },
    });
    expectNoOtherLoss(outcomes);
    expect(outcomes.core.lost).toBeGreaterThan(0);
  });

  test('certificates are renewed in time, and the reloaders take them up', async () => {
    const outcomes = await pair.measure({
      title: 'Certificates renewed while all runs',
      strike: async (fleet) => {
        await renewBoth(fleet);
      },
    });
    expectNoOtherLoss(outcomes);
    expect(outcomes.core.lost).toBe(0);
  });

  test('certificates expire: the link lasts until it must be rebuilt, and returns only when they are renewed', async () => {
    const outcomes = await pair.measure({
      title: 'Certificates expired, broker restarted, certificates renewed',
      strike: async (fleet, healed) => {
        const expiry = Date.now() + SHORT_LIFE * 1000;
        await renewBoth(fleet, { secondsToLive: SHORT_LIFE });
        await delay(expiry - Date.now() + 1_000);
        expect(await fleet.links()).toBe(1);
        const broker = fleet.broker.pod('nats-broker-0');
        const leaf = fleet.leaf.pod('nats-leaf-0');
        const from = leaf.container('nats').log.length;
        const reloader = broker.container('reloader').log;
        const restarted = reloader.length;
        await broker.kill();
        broker.start();
        await fleet.broker.whenReady(broker);
        // A reloader tells a change from what it found when it began to watch.
        await reloader.line(/Live, ready/, { from: restarted });
        await leaf.container('nats').log.line(/x509: certificate has expired/, { from });
        expect(await fleet.links()).toBe(0);
        healed();
        await renewBoth(fleet);
      },
    });
    expectNoOtherLoss(outcomes);
    expect(outcomes.core.lost).toBeGreaterThan(0);
  });

  test('the broker is restarted in an orderly way', async () => {
    const outcomes = await pair.measure({
      title: 'Broker deleted with its preStop hook, started again',
      strike: async ({ broker }, healed) => {
        await restart(broker, broker.pod('nats-broker-0'), healed);
      },
    });
    expectNoOtherLoss(outcomes);
  });
});

describe('three brokers', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await Pair.boot(3);
  });
  afterAll(() => pair?.shutDown());

  test('the broker that holds the link dies and comes back', async () => {
    const outcomes = await pair.measure({
      title: 'One of three brokers killed, the one with the link; started again after 5 s',
      strike: async (fleet, healed) => {
        const linked = await fleet.linkedBroker();
        await linked.kill();
        healed();
        await fleet.linked(1);
        await delay(OUTAGE);
        linked.start();
        await fleet.broker.whenReady(linked);
      },
    });
    expectNoOtherLoss(outcomes);
  });

  test('the brokers are restarted one after the other', async () => {
    const outcomes = await pair.measure({
      title: 'Rolling restart of three brokers through their preStop hooks',
      strike: async ({ broker }, healed) => {
        for (const pod of [...broker.servers].reverse()) await restart(broker, pod, healed);
      },
    });
    expectNoOtherLoss(outcomes);
  });
});

/** Renews both certificates, and waits until both servers use them. */
async function renewBoth(fleet: TestFleet, departure?: Departure): Promise<void> {
  await Promise.all(
    (
      [
        [fleet.broker, 'nats-broker-tls'],
        [fleet.leaf, 'nats-leaf-tls'],
      ] as const
    ).map(async ([cluster, certificate]) => {
      const logs = cluster.servers.map((pod) => pod.container('nats').log);
      const ends = logs.map(({ length }) => length);
      await fleet.renew(cluster, certificate, departure);
      await Promise.all(
        logs.map((log, index) => log.line(/Reloaded server configuration/, { from: ends[index] ?? 0 })),
      );
    }),
  );
}

/** What a StatefulSet's controller does with a pod that it replaces. */
async function restart(cluster: TestCluster, pod: Pod, healed: () => void): Promise<void> {
  await pod.terminate();
  healed();
  pod.start();
  await cluster.whenReady(pod);
}

const DOCUMENT = 'docs/failure-scenarios.md';

if (process.env['MESHWRIGHT_WRITE_FAILURES'])
  test('the document is rewritten', () => {
    writeFileSync(DOCUMENT, failureDocument(measurements, LESSONS));
  });

test('the document names every scenario', () => {
  const titles = new Set(measurements.map(({ title }) => title));
  expect([...titles].sort()).toEqual(LESSONS.map(({ title }) => title).sort());
  const written = readFileSync(DOCUMENT, 'utf8');
  for (const title of titles) expect(written).toContain(`| ${title} |`);
});
