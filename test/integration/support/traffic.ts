import { randomUUID } from 'node:crypto';
import { eventually } from './eventually.js';
import { NodeProcess } from './node-process.js';
import type { TestFleet } from './test-fleet.js';

export type Delivery = 'core' | 'jetstream';

/** What became of the messages that were published while something failed. */
export interface Outcome {
  readonly sent: number;
  /** Messages that never arrived. */
  readonly lost: number;
  /** When the lost messages were published. */
  readonly lostAt: readonly number[];
  /** Messages that arrived more than once. */
  readonly repeated: number;
  /** Times that the publisher had to send a message again. */
  readonly retries: number;
  /** Longest time in which nothing new arrived, in milliseconds. */
  readonly silence: number;
}

interface PublisherResult {
  readonly sent: number;
  readonly retries: number;
  readonly times: readonly number[];
}

interface SubscriberResult {
  readonly repeated: number;
  readonly seen: readonly (readonly [number: number, time: number])[];
}

/** Messages a second. */
export const RATE = 200;

/** A publisher in one cluster and a subscriber in the other, both of which count. They are the fleet's own users. */
export class Traffic {
  readonly #delivery: Delivery;
  readonly #publisher: NodeProcess;
  readonly #subscriber: NodeProcess;

  private constructor(delivery: Delivery, publisher: NodeProcess, subscriber: NodeProcess) {
    this.#delivery = delivery;
    this.#publisher = publisher;
    this.#subscriber = subscriber;
  }

  /** Starts both, and returns once messages have flowed for a while. */
  static async start(fleet: TestFleet, delivery: Delivery): Promise<Traffic> {
    const run = randomUUID();
    const script = (name: string, cluster: TestFleet['broker'], workload: string) =>
      new NodeProcess(name, cluster.machine.namespace, {
        SERVERS: cluster.servers.map(({ address }) => `${address}:4222`).join(),
        PASSWORD: cluster.secret(`${workload}-nats-credentials`)['password'] ?? '',
        MODE: delivery,
        RATE: String(RATE),
        RUN: run,
      });
    const subscriber = script('count-subscriber.ts', fleet.leaf, 'nats-subscriber');
    const publisher = script('count-publisher.ts', fleet.broker, 'nats-publisher');
    const traffic = new Traffic(delivery, publisher, subscriber);
    await Promise.all([publisher.log.line(/^ready$/), subscriber.log.line(/^ready$/)]);
    // Interest in the subject crosses the link before the first message does.
    publisher.send('start');
    await traffic.flows(1);
    return traffic;
  }

  /** Waits until as many new messages arrive as are published in the given time. */
  async flows(seconds: number): Promise<void> {
    const before = await this.#count();
    await eventually(
      'messages flow',
      () => this.#count(),
      (count) => count >= before + RATE * seconds,
      90,
    );
  }

  /** Stops publishing, waits for what is still on its way, and counts. */
  async finish(): Promise<Outcome> {
    this.#publisher.send('stop');
    const { sent, retries, times }: PublisherResult = await result(this.#publisher);
    if (this.#delivery === 'jetstream') await this.#settled(sent);
    else await this.#quiet();
    this.#subscriber.send('report');
    const { repeated, seen }: SubscriberResult = await result(this.#subscriber);
    const numbers = new Set(seen.map(([number]) => number));
    const lostAt = times.filter((_, number) => !numbers.has(number));
    const arrivals = seen.map(([, time]) => time);
    const gaps = arrivals.slice(1).map((time, index) => time - (arrivals[index] ?? time));
    return { sent, lost: lostAt.length, lostAt, repeated, retries, silence: Math.max(0, ...gaps) };
  }

  async close(): Promise<void> {
    await Promise.all([this.#publisher.end(), this.#subscriber.end()]);
  }

  /** Waits for every message; the comparison that follows says how many are missing. */
  async #settled(sent: number): Promise<void> {
    await eventually(
      'every message has arrived',
      () => this.#count(),
      (count) => count >= sent,
      90,
    );
  }

  /** Waits until nothing more arrives: what core NATS has not delivered by then it has forgotten. */
  async #quiet(): Promise<void> {
    let last = -1;
    let since = Date.now();
    await eventually(
      'nothing more arrives',
      async () => {
        const count = await this.#count();
        if (count !== last) [last, since] = [count, Date.now()];
        return Date.now() - since;
      },
      (quiet) => quiet > 1000,
    );
  }

  async #count(): Promise<number> {
    const from = this.#subscriber.log.length;
    this.#subscriber.send('count');
    return Number((await this.#subscriber.log.line(/^count /, { from })).split(' ')[1]);
  }
}

async function result<Result>(process: NodeProcess): Promise<Result> {
  const line = await process.log.line(/^result /, { seconds: 120 });
  return JSON.parse(line.slice('result '.length));
}
