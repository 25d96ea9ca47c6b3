import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestFleet } from './support/test-fleet.js';

describe('the fleet nats-mtls', () => {
  let fleet: TestFleet;
  beforeAll(async () => {
    fleet = await TestFleet.boot();
    await fleet.startServers();
  });
  afterAll(() => fleet?.shutDown());

  test('carries what the publisher says to the subscriber', async () => {
    await fleet.broker.start('nats-publisher');
    const [subscriber] = await fleet.leaf.start('nats-subscriber');
    expect(await subscriber?.container('nats').log.line(/Message #\d+ - Published at /)).toBeDefined();
  });
});
