import { confsIn } from '../../../model/nats/confs.js';
import { type Listener, listenersOf } from '../../../model/nats/listeners.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { unknownPorts } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/listeners-have-own-ports',
  severity: 'error',
  scope: 'object',
  summary: 'Every listener of a server has a port of its own, from 1 to 65535.',
  rationale: 'Otherwise the server does not start, though its configuration check reports nothing.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#connectivity',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
port: 4222
http_port: 8222`),
  fails: serverExample(`
port: 4222
leafnodes { listen: "0.0.0.0:4222" }`),
  about: confsIn,
  *check({ root }) {
    yield* unknownPorts(root);
    const taken = new Map<number, Listener>();
    for (const listener of listenersOf(root)) {
      const { node, port } = listener;
      const other = taken.get(port);
      if (other !== undefined) {
        const fix = 'Choose another port.';
        yield node.violation({ got: `${port}, the port of ${other.kind}`, expected: 'a port of its own', fix });
      }
      if (port > 65_535) {
        yield node.violation({ got: String(port), expected: '1 to 65535', fix: 'Choose a port in this range.' });
      }
      taken.set(port, listener);
    }
  },
});
