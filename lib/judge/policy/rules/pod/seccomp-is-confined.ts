import { at } from '../../../../manifest/field-path.js';
import { stringAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/seccomp-is-confined',
  severity: 'error',
  scope: 'object',
  summary: 'No pod turns seccomp off.',
  rationale: 'Without seccomp a container may make every system call, and with it use every flaw of the kernel.',
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
      securityContext: { seccompProfile: { type: RuntimeDefault } }
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      securityContext: { seccompProfile: { type: Unconfined } }
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    const places = [{ path: pod.specPath, spec: pod.spec }, ...pod.containers];
    for (const { path, spec } of places) {
      if (stringAt(spec, 'securityContext', 'seccompProfile', 'type') !== 'Unconfined') continue;
      yield {
        path: at(path, 'securityContext', 'seccompProfile', 'type'),
        got: 'Unconfined',
        expected: 'RuntimeDefault or Localhost',
        fix: 'Use RuntimeDefault.',
      };
    }
  },
});
