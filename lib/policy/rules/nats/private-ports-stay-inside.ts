import { at } from '../../../manifest/field-path.js';
import { serverExample } from '../../nats/example.js';
import { type ListenerKind, listenersOf } from '../../nats/listeners.js';
import { natsServersOf } from '../../nats/server.js';
import { resolvePort } from '../../ports.js';
import { listAt, numberAt, stringAt, valueAt } from '../../read.js';
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
  id: 'nats/private-ports-stay-inside',
  severity: 'error',
  scope: 'object',
  summary: 'No Service shows a monitoring, profiling or cluster port outside of the cluster.',
  rationale:
    'The monitoring port tells everybody the users, connections and subjects of a server, and asks nobody who they are; over the cluster port a stranger becomes a server.',
  source: 'https://docs.nats.io/running-a-nats-service/nats_admin/monitoring',
  appliesTo: ['Service'],
  passes: server + service(7422),
  fails: server + service(8222),
  *check(subject, cluster) {
    const type = stringAt(subject.object, 'spec', 'type') ?? 'ClusterIP';
    if (type !== 'NodePort' && type !== 'LoadBalancer') return;
    const pods = new Set(cluster.podsBehind(subject).map((pod) => pod.subject));
    const servers = natsServersOf(cluster).filter(({ pod }) => pods.has(pod.subject));
    for (const [index, port] of listAt(subject.object, 'spec', 'ports').entries()) {
      for (const { pod, conf } of servers) {
        const number = resolvePort(pod, valueAt(port, 'targetPort') ?? numberAt(port, 'port'));
        const listener = conf && listenersOf(conf.root).find((entry) => entry.port === number);
        if (listener === undefined || !privateKinds.has(listener.kind)) continue;
        yield {
          path: at('spec.ports', index),
          got: `the ${listener.kind} port ${listener.port} on a Service of type ${type}`,
          expected: 'a Service of type ClusterIP',
          fix: 'Give the ports that others need a Service of their own.',
        };
        break;
      }
    }
  },
});
