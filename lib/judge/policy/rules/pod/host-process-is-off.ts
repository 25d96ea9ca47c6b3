import { at } from '../../../../manifest/field-path.js';
import { booleanAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/host-process-is-off',
  severity: 'error',
  scope: 'object',
  summary: 'No Windows container runs as a process of the host.',
  rationale: 'A host process has the rights of the node.',
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
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  securityContext: { windowsOptions: { hostProcess: true } }
  containers: [{ name: web, image: example.org/web:1.4.2 }]
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    const places = [{ path: pod.specPath, spec: pod.spec }, ...pod.containers];
    for (const { path, spec } of places) {
      if (booleanAt(spec, 'securityContext', 'windowsOptions', 'hostProcess') !== true) continue;
      yield {
        path: at(path, 'securityContext', 'windowsOptions', 'hostProcess'),
        got: 'true',
        expected: 'false',
        fix: 'Remove the field, and run the program in a container.',
      };
    }
  },
});
