import { at } from '../../../../manifest/field-path.js';
import { booleanAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/host-namespaces-are-off',
  severity: 'error',
  scope: 'object',
  summary: 'No pod shares the network, the processes or the IPC of its node.',
  rationale:
    'A pod in a namespace of the node sees and reaches what belongs to the node and to other pods, past every NetworkPolicy and mesh.',
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
  hostNetwork: true
  containers: [{ name: web, image: example.org/web:1.4.2 }]
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
      if (booleanAt(pod.spec, field) !== true) continue;
      yield { path: at(pod.specPath, field), got: 'true', expected: 'false', fix: 'Remove the field.' };
    }
  },
});
