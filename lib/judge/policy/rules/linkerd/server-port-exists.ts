import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { probesOf } from '../../../model/linkerd/probes.js';
import { everyServer, namedPorts, podsOfServer, SERVER } from '../../../model/linkerd/server.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/server-port-exists',
  severity: 'error',
  scope: 'object',
  summary: 'Every Server names a port of the pods that it selects.',
  rationale:
    'A Server with a port that the pods do not have protects nothing, and the intended port stays under the default inbound policy.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#server',
  appliesTo: [SERVER],
  reads: [...POD_KINDS, 'ConfigMap', 'Namespace'],
  passes: example('http'),
  fails: example('80'),
  about: everyServer,
  *check(server, cluster) {
    const pods = podsOfServer(server, cluster);
    if (pods.length === 0) {
      yield notJudged('no pod that the Server selects is among the files');
      return;
    }
    const ports = pods.flatMap((pod) => [
      ...namedPorts(pod, cluster),
      ...probesOf(pod).map(({ port }) => ({ name: undefined, number: port })),
    ]);
    if (ports.some(({ name, number }) => server.port === name || server.port === number)) return;
    const declared = [
      ...new Set(ports.map(({ name, number }) => (name === undefined ? `${number}` : `${name} (${number})`))),
    ];
    yield Field.of(server.resource)
      .at('spec', 'port')
      .violation({
        got: String(server.port),
        expected:
          declared.length === 0 ? 'a port that the pods declare' : `one of the pods' ports: ${listed(declared)}`,
        fix: 'Name the port of the container, not that of a Service. Names are case-sensitive.',
      });
  },
});

function example(port: string): string {
  return `
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: web, namespace: apps }
spec: { podSelector: { matchLabels: { app: web } }, port: ${port} }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ name: http, containerPort: 8080 }] }] }
`;
}
