import { type Listener, listenersOf } from '../../../model/nats/listeners.js';
import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/listeners-have-own-ports',
  severity: 'error',
  summary: 'Every listener of a server has a port of its own, from 1 to 65535.',
  rationale: 'The configuration check of the server does not see it, and the server does not start.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#connectivity',
  passes: `
port: 4222
http_port: 8222`,
  fails: `
port: 4222
leafnodes { listen: "0.0.0.0:4222" }`,
  *check({ root }) {
    const taken = new Map<number, Listener>();
    for (const listener of listenersOf(root)) {
      const { node, port } = listener;
      const other = taken.get(port);
      if (other !== undefined) {
        yield {
          node,
          got: `${port}, the port of ${other.kind}`,
          expected: 'a port of its own',
          fix: 'Choose another port.',
        };
      }
      if (port > 65_535) yield { node, got: String(port), expected: '1 to 65535', fix: 'Choose a port in this range.' };
      taken.set(port, listener);
    }
  },
});
