import { POD_KINDS } from '../../../model/pods/pod.js';
import { reference } from '../../declared/reference.js';

export default reference({
  id: 'pod/service-account-exists',
  severity: 'error',
  summary: 'The ServiceAccount of every pod exists.',
  rationale: 'A controller cannot create pods for an account that does not exist: the workload stays at zero pods.',
  source: 'https://kubernetes.io/docs/concepts/security/service-accounts/',
  appliesTo: POD_KINDS,
  reads: ['Namespace', 'ServiceAccount'],
  of: 'pod',
  // Kubernetes makes an account of that name in every namespace.
  unless: (name) => name === 'default',
  states: {
    field: 'serviceAccountName',
    alias: 'serviceAccount',
    to: 'ServiceAccount',
    in: 'same namespace',
    effect: 'Without it no pod is created.',
  },
  passes: example('web'),
  fails: example('website'),
});

function example(account: string): string {
  return `
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
  serviceAccountName: ${account}
  containers: [{ name: web, image: example.org/web:1.4.2 }]
`;
}
