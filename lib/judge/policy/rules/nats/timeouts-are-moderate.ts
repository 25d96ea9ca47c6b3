import { parseGoDuration } from '../../../../formats/go-duration.js';
import type { ConfNode } from '../../../model/nats/conf-node.js';
import { defineConfTextRule } from '../../nats-conf-rule.js';

interface Bounds {
  /** Milliseconds. */
  readonly least: number;
  readonly most: number;
  readonly effect: string;
}

const WRITE: Bounds = {
  least: 1000,
  most: 60_000,
  effect: 'below it sound clients are cut off as slow, above it a stuck one holds memory for too long',
};
const HANDSHAKE: Bounds = {
  least: 500,
  most: 60_000,
  effect: 'below it no handshake ends in time, above it anyone can hold connections open',
};
const PING: Bounds = {
  least: 1000,
  most: 600_000,
  effect: 'below it pings are a load of their own, above it dead connections stay for too long',
};

export default defineConfTextRule({
  id: 'nats/timeouts-are-moderate',
  severity: 'warning',
  summary: 'Timeouts are neither so short that sound peers fail nor so long that dead ones stay.',
  rationale:
    'A deadline of milliseconds cuts off every client that the network delays; a handshake that may take an hour lets anyone hold connections; a thousand unanswered pings are no test.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#connectivity',
  passes: `
write_deadline: "10s"
ping_interval: "20s"
ping_max: 2
tls { timeout: "5s" }`,
  fails: `
write_deadline: "1ms"
ping_interval: "20s"
ping_max: 1000
tls { timeout: 3600 }`,
  *check({ root }) {
    for (const node of root.walk()) {
      const bounds = boundsOf(node);
      const length = bounds === undefined ? undefined : milliseconds(node);
      if (bounds === undefined || length === undefined || (length >= bounds.least && length <= bounds.most)) continue;
      yield {
        node,
        got: String(node.value),
        expected: `${bounds.least / 1000}s to ${bounds.most / 1000}s`,
        fix: `Choose a value within: ${bounds.effect}.`,
      };
    }
    for (const node of [root.at('ping_max'), root.at('cluster', 'ping_max')]) {
      if (node.number === undefined || (node.number >= 1 && node.number <= 10)) continue;
      yield { node, got: String(node.number), expected: '1 to 10', fix: 'Choose a value within; 2 is the default.' };
    }
  },
});

function boundsOf({ key, path }: ConfNode): Bounds | undefined {
  if (key === 'write_deadline') return WRITE;
  if (key === 'ping_interval') return PING;
  return key === 'timeout' && /(^|\.)(tls|authorization)\.timeout$/i.test(path) ? HANDSHAKE : undefined;
}

/** A number counts seconds. */
function milliseconds({ number, text }: ConfNode): number | undefined {
  return number === undefined ? parseGoDuration(text ?? '') : number * 1000;
}
