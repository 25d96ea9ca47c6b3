import { podsOfServer, SERVER, serverOf, serverPortsIn, serversOfPort } from '../../../model/linkerd/server.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/server-ports-do-not-overlap',
  severity: 'error',
  scope: 'object',
  summary: 'No two Servers select the same port of a pod.',
  rationale:
    'Of two Servers for one port the older holds, or the first by name where both are of one age; the other one and all its policies are passed over.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#server',
  appliesTo: [SERVER],
  passes: `
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: web, namespace: apps }
spec: { podSelector: { matchLabels: { app: web } }, port: 8080 }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ name: http, containerPort: 8080 }] }] }
`,
  fails: `
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: web, namespace: apps }
spec: { podSelector: { matchLabels: { app: web } }, port: 8080 }
---
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: web-http, namespace: apps }
spec: { podSelector: {}, port: http }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ name: http, containerPort: 8080 }] }] }
`,
  *check(resource, cluster) {
    const server = serverOf(resource);
    if (server === undefined) return;
    for (const pod of podsOfServer(server, cluster)) {
      for (const port of serverPortsIn(server, pod, cluster)) {
        const [first] = serversOfPort(pod, port, cluster);
        if (first === undefined || first.resource === resource) continue;
        yield {
          path: 'spec.port',
          got: `port ${port} of ${pod.resource.object.metadata.name}, which Server ${first.name} has too`,
          expected: 'a port that no other Server selects',
          fix: `Join the policies of both under one Server, or narrow a selector: which of the two holds depends on their age.`,
        };
        return;
      }
    }
  },
});
