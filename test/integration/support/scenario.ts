import type { TestFleet } from './test-fleet.js';
import { type Delivery, type Outcome, Traffic } from './traffic.js';

/** Something that goes wrong in a fleet. */
export interface Scenario {
  readonly title: string;
  /** Causes the fault and repairs it; calls `healed` once nothing prevents a new link. */
  readonly strike: (fleet: TestFleet, healed: () => void) => Promise<void>;
}

export interface Measurement extends Outcome {
  readonly title: string;
  readonly delivery: Delivery;
  /** Milliseconds from the repair to the link. */
  readonly relink: number;
  /** Messages that were lost though they were published before the fault, or after the link was back. */
  readonly lostOutside: number;
}

/** Precision, in milliseconds, with which a publisher's clock can be compared with a fault. */
const BLUR = 1000;

/** Lets messages flow, strikes, and waits until they flow again. */
export async function measure(fleet: TestFleet, delivery: Delivery, scenario: Scenario): Promise<Measurement> {
  const traffic = await Traffic.start(fleet, delivery);
  try {
    const struck = Date.now();
    let [healed, linked] = [struck, struck];
    let watch: Promise<void> = Promise.resolve();
    const watchLink = () => {
      const since = Date.now();
      healed = since;
      watch = fleet.linked(1, 120).then(() => {
        // A later repair restarts the count.
        if (healed === since) linked = Date.now();
      });
      watch.catch(() => undefined);
    };
    await scenario.strike(fleet, watchLink);
    await watch;
    await traffic.flows(1);
    const outcome = await traffic.finish();
    const outside = outcome.lostAt.filter((time) => time < struck - BLUR || time > linked + BLUR);
    return { ...outcome, title: scenario.title, delivery, relink: linked - healed, lostOutside: outside.length };
  } finally {
    await traffic.close();
  }
}
