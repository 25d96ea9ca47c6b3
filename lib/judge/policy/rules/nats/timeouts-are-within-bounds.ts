import { parseGoDuration } from '../../../../formats/go-duration.js';
import type { ConfNode } from '../../../model/nats/conf-node.js';
import { confsIn } from '../../../model/nats/confs.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

interface Bounds {
  /** Milliseconds. */
  readonly least: number;
  readonly most: number;
  /** What happens outside the bounds. */
  readonly effect: string;
}

const WRITE: Bounds = {
  least: 1000,
  most: 60_000,
  effect: 'Below this range healthy clients are cut off as slow. Above it a stuck client holds memory for too long.',
};
const HANDSHAKE: Bounds = {
  least: 500,
  most: 60_000,
  effect: 'Below this range no handshake finishes in time. Above it anyone can hold connections open.',
};
const PING: Bounds = {
  least: 1000,
  most: 600_000,
  effect: 'Below this range the pings themselves are a load. Above it dead connections stay for too long.',
};

export default defineRule({
  id: 'nats/timeouts-are-within-bounds',
  severity: 'warning',
  scope: 'object',
  summary: 'Timeouts are neither so short that healthy peers fail nor so long that dead ones stay.',
  rationale:
    'A deadline of milliseconds cuts off every client that the network delays. If a handshake may take an hour, anyone can hold connections open. A thousand unanswered pings detect nothing.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#connectivity',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
write_deadline: "10s"
ping_interval: "20s"
ping_max: 2
tls { timeout: "5s" }`),
  fails: serverExample(`
write_deadline: "1ms"
ping_interval: "20s"
ping_max: 1000
tls { timeout: 3600 }`),
  *about(configMap, cluster) {
    for (const { root } of confsIn(configMap, cluster)) {
      for (const node of root.walk()) {
        const bounds = boundsOf(node);
        if (bounds !== undefined) yield { node, bounds };
      }
      for (const node of [root.at('ping_max'), root.at('cluster', 'ping_max')]) {
        if (node.present) yield { node, bounds: undefined };
      }
    }
  },
  *check({ node, bounds }) {
    yield* notKnown(node);
    if (bounds === undefined) {
      if (node.number === undefined || (node.number >= 1 && node.number <= 10)) return;
      yield node.violation({ expected: '1 to 10', fix: 'Choose a value in this range. The default is 2.' });
      return;
    }
    const { least, most, effect } = bounds;
    const length = milliseconds(node);
    if (length === undefined || (length >= least && length <= most)) return;
    yield node.violation({
      expected: `${least / 1000}s to ${most / 1000}s`,
      effect,
      fix: 'Choose a value in this range.',
    });
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
