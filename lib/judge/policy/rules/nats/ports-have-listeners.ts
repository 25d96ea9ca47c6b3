import type { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import type { ConfNode } from '../../../model/nats/conf-node.js';
import { type Listener, listenersOf, unknownPortOf } from '../../../model/nats/listeners.js';
import { type Container, POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { readServers, unknownPorts } from '../../nats-targets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

/** Flags that open ports besides those of the configuration. */
const PORT_FLAG = /^--?(p|port|m|http_port|ms|https_port|a|addr|net|cluster|cluster_listen|profile)(=|$)/;
const LOOPBACK = /^(localhost|127\.|\[?::1\]?)/i;

export default defineRule({
  id: 'nats/ports-have-listeners',
  severity: 'error',
  scope: 'object',
  summary:
    'The server listens on every port that its container declares or is probed on, and not only on the loopback.',
  rationale:
    'If nothing listens on a port, a Service, probe or policy that leads to it looks correct, but nothing answers.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#connectivity',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace'],
  passes: example('leafnodes { port: 7422 }'),
  fails: example('port: 4222'),
  about: readServers,
  *check({ container, flags, root }) {
    const flag = flags.find((word) => PORT_FLAG.test(word));
    if (flag !== undefined) {
      yield notJudged(`flag ${flag} may open further ports`);
      return;
    }
    if (unknownPortOf(root) !== undefined) {
      yield* unknownPorts(root);
      return;
    }
    const listeners = listenersOf(root);
    for (const { field, port, what } of usedPorts(container)) {
      const listener = listeners.find((candidate) => candidate.port === port);
      const host = hostOf(listener, root);
      if (listener !== undefined && !LOOPBACK.test(host ?? '')) continue;
      const expected = listed(listeners.map(({ kind, port: open }) => `${open} (${kind})`));
      if (listener === undefined) {
        yield field.violation({
          got: `${what} ${port}, where the server does not listen`,
          expected,
          fix: 'Open the port in the configuration, or remove it here and in everything that leads to it.',
        });
      } else {
        yield field.violation({
          got: `${what} ${port}, where the server listens only on ${host}`,
          expected,
          effect: 'Other pods, the kubelet and the proxy of a mesh cannot reach the loopback.',
          fix: 'Remove the host.',
        });
      }
    }
  },
});

/** Address that a listener is bound to; undefined if it is bound to all. */
function hostOf(listener: Listener | undefined, root: ConfNode): string | undefined {
  const block = listener?.kind === 'client' || listener?.kind === 'monitoring' ? root : undefined;
  return block?.at('host').text ?? /^(.*):-?\d+$/.exec(listener?.node.text ?? '')?.[1];
}

interface UsedPort {
  readonly field: Field;
  readonly port: number;
  readonly what: string;
}

function* usedPorts({ field: container }: Container): Generator<UsedPort> {
  for (const entry of container.at('ports').items) {
    const field = entry.at('containerPort');
    if (field.number === undefined || (entry.at('protocol').text ?? 'TCP') !== 'TCP') continue;
    yield { field, port: field.number, what: 'port' };
  }
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    for (const kind of ['httpGet', 'tcpSocket']) {
      const field = container.at(probe, kind, 'port');
      if (field.number !== undefined) yield { field, port: field.number, what: 'a probe of' };
    }
  }
}

function example(conf: string): string {
  return serverExample(conf, {
    container: ['ports: [{ name: client, containerPort: 4222 }, { name: leafnodes, containerPort: 7422 }]'],
  });
}
