import { at } from '../../../../manifest/field-path.js';
import { numberAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/user-is-not-root',
  severity: 'error',
  scope: 'object',
  summary: 'No pod names root as its user.',
  rationale: 'Root in a container is root on the node as soon as the isolation has one flaw.',
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
      securityContext: { runAsUser: 1000 }
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      securityContext: { runAsUser: 0 }
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    const places = [{ path: pod.specPath, spec: pod.spec }, ...pod.containers];
    for (const { path, spec } of places) {
      if (numberAt(spec, 'securityContext', 'runAsUser') !== 0) continue;
      yield {
        path: at(path, 'securityContext', 'runAsUser'),
        got: '0',
        expected: 'a user other than 0',
        fix: 'Name the user that owns the files of the image.',
      };
    }
  },
});
