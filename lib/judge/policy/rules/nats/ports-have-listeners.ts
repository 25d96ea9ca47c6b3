import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { listAt, numberAt, objectAt, stringAt, valueAt } from '../../../../manifest/read.js';
import { listenersOf } from '../../../model/nats/listeners.js';
import type { NatsServer } from '../../../model/nats/server.js';
import { serverExample } from '../../examples/nats.js';
import { defineServerPodRule } from '../../nats-pod-rule.js';

const ports = 'ports: [{ name: client, containerPort: 4222 }, { name: leafnodes, containerPort: 7422 }]';
/** Flags that open ports besides those of the configuration. */
const PORT_FLAG = /^--?(p|port|m|http_port|ms|https_port|a|addr|net|cluster|cluster_listen|profile)(=|$)/;
const LOOPBACK = /^(localhost|127\.|\[?::1\]?)/i;
const BLOCKS = ['cluster', 'leafnodes', 'gateway', 'websocket', 'mqtt'];

export default defineServerPodRule({
  id: 'nats/ports-have-listeners',
  severity: 'error',
  summary: 'The server listens on every port that its container offers or is probed on, and not on the loopback alone.',
  rationale:
    'A Service, a probe or a policy that leads to a port where nobody listens looks sound, and nothing answers.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#connectivity',
  passes: serverExample('leafnodes { port: 7422 }', { container: [ports] }),
  fails: serverExample('port: 4222', { container: [ports] }),
  *check(server) {
    const { conf, container } = server;
    if (conf === undefined || server.flags.some((flag) => PORT_FLAG.test(flag)) || mayListenElsewhere(server)) return;
    const listeners = listenersOf(conf.root);
    for (const { port, path, what } of portsOf(server)) {
      const listener = listeners.find((candidate) => candidate.port === port);
      const block = listener?.kind === 'client' || listener?.kind === 'monitoring' ? conf.root : undefined;
      const host = block?.at('host').text ?? /^(.*):-?\d+$/.exec(listener?.node.text ?? '')?.[1];
      if (listener !== undefined && !LOOPBACK.test(host ?? '')) continue;
      yield {
        path: at(container.path, ...path),
        got: `${what} ${port}, where the server ${listener === undefined ? 'does not listen' : `listens on ${host} alone`}`,
        expected: listed(listeners.map(({ kind, port: open }) => `${open} (${kind})`)),
        fix:
          listener === undefined
            ? 'Open the port in the configuration, or drop it here and in what leads to it.'
            : 'Drop the host: other pods, the kubelet and a proxy of a mesh do not reach the loopback.',
      };
    }
  },
});

/** Whether a port of the configuration is not known. */
function mayListenElsewhere({ conf }: NatsServer): boolean {
  const root = conf?.root;
  if (root === undefined) return true;
  const fields = [
    ...['listen', 'port', 'http', 'http_port', 'https', 'https_port', 'prof_port'].map((name) => root.at(name)),
  ];
  for (const name of BLOCKS) fields.push(root.at(name), root.at(name, 'listen'), root.at(name, 'port'));
  return fields.some((node) => node.unknown);
}

interface NamedPort {
  readonly port: number;
  readonly path: readonly (string | number)[];
  readonly what: string;
}

function* portsOf({ container }: NatsServer): Generator<NamedPort> {
  for (const [index, entry] of listAt(container.spec, 'ports').entries()) {
    const port = numberAt(entry, 'containerPort');
    if (port === undefined || (stringAt(entry, 'protocol') ?? 'TCP') !== 'TCP') continue;
    yield { port, path: ['ports', index, 'containerPort'], what: 'port' };
  }
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    for (const kind of ['httpGet', 'tcpSocket']) {
      const port = valueAt(objectAt(container.spec, probe, kind), 'port');
      if (typeof port === 'number') yield { port, path: [probe, kind, 'port'], what: 'a probe of' };
    }
  }
}
