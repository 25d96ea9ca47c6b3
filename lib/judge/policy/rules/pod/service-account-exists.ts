import { at } from '../../../../manifest/field-path.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/service-account-exists',
  severity: 'error',
  scope: 'object',
  summary: 'Every pod names a ServiceAccount that is among the objects of its namespace.',
  rationale: 'A controller cannot create pods for an account that does not exist: the workload stays at zero pods.',
  source: 'https://kubernetes.io/docs/concepts/security/service-accounts/',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Namespace
metadata: { name: apps }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: apps }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  serviceAccountName: web
  containers: [{ name: web, image: example.org/web:1.4.2 }]
`,
  fails: `
apiVersion: v1
kind: Namespace
metadata: { name: apps }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  serviceAccountName: web
  containers: [{ name: web, image: example.org/web:1.4.2 }]
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    // Where the Namespace is not among the objects, neither need its accounts be.
    if (pod.serviceAccount === 'default' || cluster.namespace(pod.namespace) === undefined) return;
    if (cluster.find('ServiceAccount', pod.namespace, pod.serviceAccount) !== undefined) return;
    yield {
      path: at(pod.specPath, 'serviceAccountName'),
      got: pod.serviceAccount,
      expected: `a ServiceAccount in namespace ${pod.namespace}`,
      fix: 'Add the ServiceAccount; without it no pod is created.',
    };
  },
});
