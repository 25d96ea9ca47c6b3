import { objectAt, shown, stringAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { selectsAcmeSolver } from '../../../model/pods/acme-solver.js';
import { selectsGateway } from '../../../model/pods/gateway-pods.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'network/policy-selects-a-pod',
  severity: 'error',
  scope: 'object',
  summary: 'Every NetworkPolicy selects a pod of its namespace.',
  rationale: 'A policy that selects nothing guards nothing, though it looks as if it did.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  appliesTo: ['networking.k8s.io/NetworkPolicy'],
  passes: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec: { podSelector: { matchLabels: { app: web } } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
`,
  fails: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec: { podSelector: { matchLabels: { app: website } } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
`,
  *check(resource, cluster) {
    const selector = objectAt(resource.object, 'spec', 'podSelector') ?? {};
    // An empty selector is a default for pods to come.
    if (Object.keys(selector).length === 0) return;
    if (cluster.podsMatching(namespaceOf(resource), selector).length > 0) return;
    if (isInstalledByOperator(namespaceOf(resource), cluster)) return;
    if (selectsAcmeSolver(selector, cluster) || selectsGateway(selector, namespaceOf(resource), cluster)) return;
    yield {
      path: 'spec.podSelector',
      got: shown(selector),
      expected: 'the labels of a pod in the same namespace',
      fix: 'Use the labels of the pods that are to be guarded.',
    };
  },
});

/** Whether an operator makes pods in the namespace from an object that holds none. */
function isInstalledByOperator(namespace: string, cluster: ClusterIndex): boolean {
  return cluster
    .ofKind('sailoperator.io/Istio', 'sailoperator.io/IstioCNI', 'sailoperator.io/IstioRevision')
    .some(({ object }) => stringAt(object, 'spec', 'namespace') === namespace);
}
