import { at } from '../../../../manifest/field-path.js';
import { listAt, shown, valueAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/host-ports-are-absent',
  severity: 'error',
  scope: 'object',
  summary: 'No container takes a port of its node.',
  rationale: 'A host port bypasses the Service and NetworkPolicies, and lets one pod run on each node only.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      ports: [{ containerPort: 8080 }]
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      ports: [{ containerPort: 8080, hostPort: 8080 }]
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    for (const { path, spec } of pod.containers) {
      for (const [index, port] of listAt(spec, 'ports').entries()) {
        const hostPort = valueAt(port, 'hostPort');
        if (hostPort === undefined || hostPort === 0) continue;
        yield {
          path: at(path, 'ports', index, 'hostPort'),
          got: shown(hostPort),
          expected: 'no host port',
          fix: 'Remove it, and reach the pod through a Service.',
        };
      }
    }
  },
});
