import { at } from '../../../../manifest/field-path.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/service-account-is-own',
  severity: 'error',
  scope: 'object',
  summary: 'Every pod runs under a ServiceAccount of its own.',
  rationale: 'Pods that share the account default share one identity: neither RBAC nor a mesh can tell them apart.',
  source: 'https://kubernetes.io/docs/concepts/security/service-accounts/',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  serviceAccountName: web
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
    if (pod.serviceAccount !== 'default') return;
    yield {
      path: at(pod.specPath, 'serviceAccountName'),
      got: 'default',
      expected: 'the name of a ServiceAccount made for this workload',
      fix: 'Add a ServiceAccount and name it here.',
    };
  },
});
