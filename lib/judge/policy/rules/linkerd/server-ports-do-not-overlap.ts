import { Field } from '../../../../manifest/field.js';
import { everyServer, podsOfServer, SERVER, serverPortsIn, serversOfPort } from '../../../model/linkerd/server.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/server-ports-do-not-overlap',
  severity: 'error',
  scope: 'object',
  summary: 'No two Servers select the same port of a pod.',
  rationale:
    'If two Servers select one port, the older is in force, or the first by name if both are of the same age. The other Server and all its policies are ignored.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#server',
  appliesTo: [SERVER],
  reads: [...POD_KINDS, 'ConfigMap', 'Namespace'],
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
  about: everyServer,
  *check(server, cluster) {
    const pods = podsOfServer(server, cluster);
    if (pods.length === 0) yield notJudged('no pod that the Server selects is among the files');
    for (const pod of pods) {
      for (const port of serverPortsIn(server, pod, cluster)) {
        const [first] = serversOfPort(pod, port, cluster);
        if (first === undefined || first.resource === server.resource) continue;
        yield Field.of(server.resource)
          .at('spec', 'port')
          .violation({
            got: `port ${port} of ${pod.resource.object.metadata.name}, which Server ${first.name} selects too`,
            expected: 'a port that no other Server selects',
            effect: 'Their age decides which of the two is in force.',
            fix: 'Merge the policies of both under one Server, or narrow a selector.',
          });
        return;
      }
    }
  },
});
