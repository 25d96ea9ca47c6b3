import { createInterface } from 'node:readline';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

/**
 * Publishes numbered messages at an even rate from the line `start` until the line `stop`, then prints what became of them.
 * In the mode `jetstream` each is sent, with one id, until it is acknowledged; in the mode `core` it is sent once.
 */
const { SERVERS = '', PASSWORD = '', MODE = '', RATE = '', RUN = '' } = process.env;
const SUBJECT = 'test.messages';
const nc = await connect({
  servers: SERVERS.split(','),
  user: 'publisher',
  pass: PASSWORD,
  reconnectTimeWait: 200,
  maxReconnectAttempts: -1,
  reconnectJitter: 0,
});
const js = jetstream(nc, { timeout: 2000 });
let [sent, retries, slowestAck] = [0, 0, 0];
const open = new Set<Promise<void>>();
/** When each message was made, by its number. */
const times: number[] = [];

async function store(number: number): Promise<void> {
  const started = Date.now();
  for (;;) {
    try {
      await js.publish(SUBJECT, `${RUN} ${number}`, { msgID: `${RUN} ${number}` });
      slowestAck = Math.max(slowestAck, Date.now() - started);
      return;
    } catch {
      retries += 1;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

function send(): void {
  const number = sent++;
  times.push(Date.now());
  if (MODE === 'core') {
    nc.publish(SUBJECT, `${RUN} ${number}`);
    return;
  }
  const one = store(number).finally(() => open.delete(one));
  open.add(one);
}

let timer: NodeJS.Timeout | undefined;
process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'start') {
    const start = Date.now();
    timer = setInterval(() => {
      const due = Math.floor(((Date.now() - start) * Number(RATE)) / 1000);
      while (sent < due) send();
    }, 5);
  } else if (line === 'stop') {
    clearInterval(timer);
    await Promise.all(open);
    await nc.flush();
    process.stdout.write(`result ${JSON.stringify({ sent, retries, slowestAck, times })}\n`);
  }
}
await nc.close();
