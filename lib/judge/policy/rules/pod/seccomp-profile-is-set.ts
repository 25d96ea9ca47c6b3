import { at } from '../../../../manifest/field-path.js';
import { stringAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/seccomp-profile-is-set',
  severity: 'error',
  scope: 'object',
  summary: 'Every container has a seccomp profile.',
  rationale: 'Where none is named the node decides, and by default it decides for none.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  securityContext: { seccompProfile: { type: RuntimeDefault } }
  containers: [{ name: web, image: example.org/web:1.4.2 }]
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
    const forAll = stringAt(pod.spec, 'securityContext', 'seccompProfile', 'type');
    for (const { path, spec } of pod.containers) {
      if ((stringAt(spec, 'securityContext', 'seccompProfile', 'type') ?? forAll) !== undefined) continue;
      yield {
        path: at(path, 'securityContext', 'seccompProfile', 'type'),
        got: 'nothing',
        expected: 'RuntimeDefault or Localhost, here or for the whole pod',
        fix: 'Set securityContext.seccompProfile.type of the pod to RuntimeDefault.',
      };
    }
  },
});
