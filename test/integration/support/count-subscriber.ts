import { createInterface } from 'node:readline';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';

/**
 * Counts the numbers that arrive, from a subject or from a mirror's durable consumer, until its input ends. Prints how many
 * there are on the line `count`, and on the line `report` all that it knows.
 */
const { SERVERS = '', PASSWORD = '', MODE = '', RUN = '' } = process.env;
const [MIRROR, DURABLE] = ['TEST_MIRROR', 'subscriber'];
const seen = new Map<number, number>();
let repeated = 0;

function hear(text: string): void {
  const [run, rest] = text.split(' ');
  // A message of an earlier count may be delivered once more.
  if (run !== RUN) return;
  const number = Number(rest);
  if (seen.has(number)) repeated += 1;
  else seen.set(number, Date.now());
}

/** Pulls from the consumer, again and again: a server that goes away ends the pull. */
async function consume(nc: NatsConnection): Promise<void> {
  const streams = await jetstreamManager(nc, { checkAPI: false });
  for (;;) {
    try {
      // The Job makes it; a reader may not.
      await streams.consumers.info(MIRROR, DURABLE);
      break;
    } catch (error) {
      process.stderr.write(`${error}\n`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  process.stdout.write('ready\n');
  for (;;) {
    try {
      const consumer = await jetstream(nc).consumers.get(MIRROR, DURABLE);
      for await (const message of await consumer.fetch({ max_messages: 500, expires: 1000 })) {
        hear(message.string());
        message.ack();
      }
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

const nc = await connect({
  servers: SERVERS.split(','),
  user: 'subscriber',
  pass: PASSWORD,
  reconnectTimeWait: 200,
  maxReconnectAttempts: -1,
  reconnectJitter: 0,
});
if (MODE === 'core') {
  nc.subscribe('test.messages', { callback: (_, message) => hear(message.string()) });
  await nc.flush();
  process.stdout.write('ready\n');
} else void consume(nc);

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'count') process.stdout.write(`count ${seen.size}\n`);
  if (line === 'report') process.stdout.write(`result ${JSON.stringify({ repeated, seen: [...seen] })}\n`);
}
await nc.close();
process.exit(0);
