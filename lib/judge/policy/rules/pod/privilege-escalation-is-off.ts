import { at } from '../../../../manifest/field-path.js';
import { shown, stringAt, valueAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/privilege-escalation-is-off',
  severity: 'error',
  scope: 'object',
  summary: 'No process gains more rights than its parent.',
  rationale: 'A set-user-ID program in the image gives root to whoever runs it.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      securityContext: { allowPrivilegeEscalation: false }
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
    if (stringAt(pod.spec, 'os', 'name') === 'windows') return;
    for (const { path, spec } of pod.containers) {
      const allowed = valueAt(spec, 'securityContext', 'allowPrivilegeEscalation');
      if (allowed === false) continue;
      yield {
        path: at(path, 'securityContext', 'allowPrivilegeEscalation'),
        got: shown(allowed),
        expected: 'false',
        fix: 'Set it to false; it is true where nothing is said.',
      };
    }
  },
});
