import { formatBytes } from '../../../../formats/nats-conf/print.js';
import { confsIn } from '../../../model/nats/confs.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

/** Above it the server logs a warning. */
const LARGEST_PAYLOAD = 8 * 1024 * 1024;
const REQUIRED = ['max_connections', 'max_payload'];
const LIMITS = [...REQUIRED, 'max_subscriptions', 'max_pending', 'max_control_line'];

export default defineRule({
  id: 'nats/server-limits-are-set',
  severity: 'warning',
  scope: 'object',
  summary: 'A server limits the number of its connections and the size of a message.',
  rationale:
    'One client that leaks connections, or sends large messages, uses up the memory of all others. A limit of 0 or less is not a limit, but with such a max_connections the server rejects every client.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#limits',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
max_connections: 1000
max_payload: 1MB`),
  fails: serverExample(`
max_connections: 1000`),
  about: confsIn,
  *check({ root }) {
    const fix = 'Set it to what the clients need.';
    for (const node of REQUIRED.map((name) => root.at(name))) {
      if (node.absent) yield node.violation({ expected: 'a limit', fix });
    }
    for (const node of LIMITS.map((name) => root.at(name))) {
      yield* notKnown(node);
      if (node.number !== undefined && node.number <= 0) yield node.violation({ expected: 'more than 0', fix });
    }
    const payload = root.at('max_payload');
    if (payload.number !== undefined && payload.number > LARGEST_PAYLOAD) {
      yield payload.violation({
        got: formatBytes(payload.number),
        expected: `at most ${formatBytes(LARGEST_PAYLOAD)}`,
        effect: 'The server holds messages in memory for each slow client, and advises against larger ones.',
        fix: 'Lower it.',
      });
    }
  },
});
