import { Field } from '../../../../manifest/field.js';
import { isOfGateway, podsOfServer, SERVER, serverOf } from '../../../model/linkerd/server.js';
import { defineRule } from '../../rule.js';

export default defineRule<Field>({
  id: 'linkerd/server-selects-a-pod',
  severity: 'error',
  scope: 'object',
  summary: 'Every Server selects a pod of its namespace.',
  rationale:
    'A Server that selects nothing protects nothing: the default inbound policy applies to the port that it was made for.',
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
  about: (resource) => {
    const selector = Field.of(resource).at('spec', 'podSelector');
    // An empty selector is a default for pods of the future.
    return serverOf(resource) === undefined || selector.entries.length === 0 ? [] : [selector];
  },
  *check(selector, cluster) {
    const server = serverOf(selector.resource);
    if (server === undefined || podsOfServer(server, cluster).length > 0 || isOfGateway(server, cluster)) return;
    yield selector.violation({
      expected: 'the labels of a pod in the same namespace',
      fix: 'Use the labels of the pods that the Server should protect.',
    });
  },
});
