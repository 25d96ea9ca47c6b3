import { defineConfTextRule } from '../../nats/conf-rule.js';

export default defineConfTextRule({
  id: 'nats/server-limits-are-set',
  severity: 'warning',
  summary: 'A server limits the number of its connections and the size of a message.',
  rationale: 'One client that leaks connections, or sends large messages, takes the memory of all others.',
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
  },
});
