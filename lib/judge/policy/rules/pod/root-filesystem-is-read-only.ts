import { at } from '../../../../manifest/field-path.js';
import { shown, valueAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/root-filesystem-is-read-only',
  severity: 'error',
  scope: 'object',
  summary: 'No container can write to its own image.',
  rationale: 'An intruder who cannot write cannot leave a program behind.',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      securityContext: { readOnlyRootFilesystem: true }
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    for (const { path, spec } of pod.containers) {
      const readOnly = valueAt(spec, 'securityContext', 'readOnlyRootFilesystem');
      if (readOnly === true) continue;
      yield {
        path: at(path, 'securityContext', 'readOnlyRootFilesystem'),
        got: shown(readOnly),
        expected: 'true',
        fix: 'Set it to true, and mount an emptyDir where the program writes.',
      };
    }
  },
});
