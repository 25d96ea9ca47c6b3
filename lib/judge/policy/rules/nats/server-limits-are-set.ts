import { formatBytes } from '../../../../formats/nats-conf/print.js';
import { defineConfTextRule } from '../../nats-conf-rule.js';

/** Above it the server logs a warning. */
const LARGEST_PAYLOAD = 8 * 1024 * 1024;

export default defineConfTextRule({
  id: 'nats/server-limits-are-set',
  severity: 'warning',
  summary: 'A server limits the number of its connections and the size of a message.',
  rationale:
    'One client that leaks connections, or sends large messages, takes the memory of all others. Zero and less are no limits: with such a max_connections the server refuses every client.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#limits',
  passes: `
max_connections: 1000
max_payload: 1MB`,
  fails: `
max_connections: 1000`,
  *check({ root }) {
    for (const name of ['max_connections', 'max_payload']) {
      const node = root.at(name);
      if (node.absent) yield { node, expected: 'a limit', fix: 'Set it to what the clients need.' };
    }
    for (const name of ['max_connections', 'max_payload', 'max_subscriptions', 'max_pending', 'max_control_line']) {
      const node = root.at(name);
      if (node.number === undefined || node.number > 0) continue;
      yield { node, got: String(node.number), expected: 'more than 0', fix: 'Set it to what the clients need.' };
    }
    const payload = root.at('max_payload');
    if (payload.number !== undefined && payload.number > LARGEST_PAYLOAD) {
      yield {
        node: payload,
        got: formatBytes(payload.number),
        expected: `at most ${formatBytes(LARGEST_PAYLOAD)}`,
        fix: 'Lower it: the server holds messages in memory for each slow client, and advises against more.',
      };
    }
  },
});
