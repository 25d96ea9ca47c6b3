import { at } from '../../../../manifest/field-path.js';
import { booleanAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/privileged-mode-is-off',
  severity: 'error',
  scope: 'object',
  summary: 'No container is privileged.',
  rationale:
    'A privileged container has every capability and every device of the node: whoever takes it over has the node.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - { name: web, image: example.org/web:1.4.2 }
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      securityContext: { privileged: true }
`,
  *check(resource, cluster) {
    for (const { path, spec } of cluster.podOf(resource)?.containers ?? []) {
      if (booleanAt(spec, 'securityContext', 'privileged') !== true) continue;
      yield {
        path: at(path, 'securityContext', 'privileged'),
        got: 'true',
        expected: 'false',
        fix: 'Remove the field, and add the one capability that the program needs.',
      };
    }
  },
});
