import { Field } from '../../../../manifest/field.js';
import { type ListenerKind, listenersOf } from '../../../model/nats/listeners.js';
import { natsServersOf } from '../../../model/nats/server.js';
import { exposureOf } from '../../../model/network/exposure.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { resolvePort } from '../../../model/pods/ports.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown, unknownPorts, withConf } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

const PRIVATE_KINDS: ReadonlySet<ListenerKind> = new Set(['monitoring', 'cluster', 'profiling']);

export default defineRule({
  id: 'nats/private-ports-are-not-exposed',
  severity: 'error',
  scope: 'object',
  summary:
    'No Service exposes a monitoring, profiling or cluster port outside the cluster, or a client port without TLS.',
  rationale:
    'The monitoring port shows the users, connections and subjects of a server to anyone, without authentication. Over the cluster port an unknown program can join as a server. Without TLS, clients outside the mesh send passwords and messages in plain text.',
  source: 'https://docs.nats.io/running-a-nats-service/nats_admin/monitoring',
  appliesTo: ['Service'],
  reads: [...POD_KINDS, 'ConfigMap', 'Namespace'],
  passes: example(7422),
  fails: example(8222),
  *about(resource, cluster) {
    const exposure = exposureOf(resource);
    if (exposure === undefined) return;
    const service = exposure === 'externalIPs' ? 'a Service with externalIPs' : `a Service of type ${exposure}`;
    const pods = new Set(cluster.podsBehind(resource).map((pod) => pod.resource));
    for (const server of natsServersOf(cluster).filter(({ pod }) => pods.has(pod.resource))) {
      const read = withConf(server);
      yield 'notJudged' in read ? read : { service, ports: Field.of(resource).at('spec', 'ports').items, server: read };
    }
  },
  *check({ service, ports, server }) {
    yield* unknownPorts(server.root);
    const tls = server.root.at('tls');
    for (const port of ports) {
      const number = resolvePort(server.pod, port.at('targetPort').value ?? port.at('port').number);
      const listener = listenersOf(server.root).find((entry) => entry.port === number);
      if (listener === undefined) continue;
      if (PRIVATE_KINDS.has(listener.kind)) {
        yield port.violation({
          got: `the ${listener.kind} port ${listener.port} on ${service}`,
          expected: 'a Service of type ClusterIP',
          fix: 'Give the ports that others need a Service of their own.',
        });
      } else if (listener.kind === 'client' && tls.absent) {
        yield port.violation({
          got: `the client port ${listener.port}, without TLS, on ${service}`,
          expected: 'a Service of type ClusterIP',
          effect: 'Clients outside the mesh send passwords and messages in plain text.',
          fix: 'Remove the port from the Service, or add a tls block to the server.',
        });
      } else if (listener.kind === 'client') yield* notKnown(tls);
    }
  },
});

function example(port: number): string {
  return `${serverExample('http_port: 8222\nleafnodes { port: 7422 }')}---
apiVersion: v1
kind: Service
metadata: { name: nats-leafnodes, namespace: nats-system }
spec: { type: NodePort, selector: { app: nats }, ports: [{ port: ${port} }] }
`;
}
