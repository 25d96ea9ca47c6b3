import { at } from '../../../../manifest/field-path.js';
import { listAt, numberAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/group-is-not-root',
  severity: 'warning',
  scope: 'object',
  summary: 'No pod names the group of root.',
  rationale: 'Files of root are often writable for the group of root, in images and in volumes that pods share.',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  securityContext: { runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 }
  containers: [{ name: web, image: example.org/web:1.4.2 }]
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  securityContext: { runAsUser: 1000, runAsGroup: 0 }
  containers: [{ name: web, image: example.org/web:1.4.2 }]
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    const expected = 'a group other than 0';
    const fix = 'Name a group that owns nothing but the files of this pod.';
    for (const { path, spec } of [{ path: pod.specPath, spec: pod.spec }, ...pod.containers]) {
      for (const field of ['runAsGroup', 'fsGroup']) {
        if (numberAt(spec, 'securityContext', field) !== 0) continue;
        yield { path: at(path, 'securityContext', field), got: '0', expected, fix };
      }
    }
    const index = listAt(pod.spec, 'securityContext', 'supplementalGroups').indexOf(0);
    if (index < 0) return;
    yield { path: at(pod.specPath, 'securityContext', 'supplementalGroups', index), got: '0', expected, fix };
  },
});
