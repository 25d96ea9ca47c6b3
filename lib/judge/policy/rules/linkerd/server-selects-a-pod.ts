import { objectAt, shown } from '../../../../manifest/read.js';
import { isOfGateway, podsOfServer, SERVER, serverOf } from '../../../model/linkerd/server.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/server-selects-a-pod',
  severity: 'error',
  scope: 'object',
  summary: 'Every Server selects a pod of its namespace.',
  rationale:
    'A Server that selects nothing guards nothing: the default inbound policy holds for the port it was made for.',
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
spec: { containers: [{ name: web }] }
`,
  fails: `
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: web, namespace: apps }
spec: { podSelector: { matchLabels: { app: website } }, port: 8080 }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web }] }
`,
  *check(resource, cluster) {
    const server = serverOf(resource);
    const selector = objectAt(resource.object, 'spec', 'podSelector') ?? {};
    // An empty selector is a default for pods to come.
    if (server === undefined || Object.keys(selector).length === 0) return;
    if (podsOfServer(server, cluster).length > 0 || isOfGateway(server, cluster)) return;
    yield {
      path: 'spec.podSelector',
      got: shown(selector),
      expected: 'the labels of a pod in the same namespace',
      fix: 'Use the labels of the pods that are to be guarded.',
    };
  },
});
