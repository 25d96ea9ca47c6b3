import { at } from '../../../../manifest/field-path.js';
import { listAt, numberAt, valueAt } from '../../../../manifest/read.js';
import { type ListenerKind, listenersOf } from '../../../model/nats/listeners.js';
import { natsServersOf } from '../../../model/nats/server.js';
import { exposureOf } from '../../../model/network/exposure.js';
import { resolvePort } from '../../../model/pods/ports.js';
import { serverExample } from '../../examples/nats.js';
import { defineRule } from '../../rule.js';

const server = serverExample('http_port: 8222\nleafnodes { port: 7422 }');
const service = (port: number) => `---
apiVersion: v1
kind: Service
metadata: { name: nats-leafnodes, namespace: nats-system }
spec: { type: NodePort, selector: { app: nats }, ports: [{ port: ${port} }] }
`;
const privateKinds: ReadonlySet<ListenerKind> = new Set(['monitoring', 'cluster', 'profiling']);

export default defineRule({
  id: 'nats/private-ports-are-not-exposed',
  severity: 'error',
  scope: 'object',
  summary:
    'No Service shows a monitoring, profiling or cluster port outside of the cluster, nor a client port without TLS.',
  rationale:
    'The monitoring port tells everybody the users, connections and subjects of a server, and asks nobody who they are; over the cluster port a stranger becomes a server. From outside the mesh clients send passwords and messages as they are, unless the server asks for TLS.',
  source: 'https://docs.nats.io/running-a-nats-service/nats_admin/monitoring',
  appliesTo: ['Service'],
  passes: server + service(7422),
  fails: server + service(8222),
  *check(resource, cluster) {
    const exposure = exposureOf(resource);
    if (exposure === undefined) return;
    const shown = exposure === 'externalIPs' ? 'a Service with externalIPs' : `a Service of type ${exposure}`;
    const pods = new Set(cluster.podsBehind(resource).map((pod) => pod.resource));
    const servers = natsServersOf(cluster).filter(({ pod }) => pods.has(pod.resource));
    for (const [index, port] of listAt(resource.object, 'spec', 'ports').entries()) {
      for (const { pod, conf } of servers) {
        const number = resolvePort(pod, valueAt(port, 'targetPort') ?? numberAt(port, 'port'));
        const listener = conf && listenersOf(conf.root).find((entry) => entry.port === number);
        if (conf === undefined || listener === undefined) continue;
        const plain = listener.kind === 'client' && conf.root.at('tls').absent;
        if (!plain && !privateKinds.has(listener.kind)) continue;
        yield {
          path: at('spec.ports', index),
          got: `the ${listener.kind} port ${listener.port}${plain ? ', without TLS,' : ''} on ${shown}`,
          expected: 'a Service of type ClusterIP',
          fix: plain
            ? 'Take the port out of the Service, or let the server ask for TLS: clients outside of the mesh send passwords and messages in plain text.'
            : 'Give the ports that others need a Service of their own.',
        };
        break;
      }
    }
  },
});
