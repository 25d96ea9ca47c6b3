import { listAt, objectAt, stringListAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'network/namespace-denies-by-default',
  severity: 'error',
  scope: 'cluster',
  summary: 'Every namespace with pods denies ingress and egress that no policy allows.',
  rationale: 'Without a default, a pod that no policy selects talks to everyone and everyone talks to it.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec: { podSelector: {}, policyTypes: [Ingress] }
`,
  *check(cluster) {
    for (const namespace of new Set(cluster.pods.map((pod) => pod.namespace))) {
      const policies = cluster.ofKindIn(namespace, 'networking.k8s.io/NetworkPolicy');
      const resource = cluster.namespace(namespace) ?? cluster.podsIn(namespace)[0]?.resource;
      if (resource === undefined) continue;
      for (const direction of ['Ingress', 'Egress'] as const) {
        if (policies.some((policy) => deniesAll(policy, direction))) continue;
        yield {
          resource,
          path: 'metadata.name',
          got: `namespace ${namespace} without a default for ${direction.toLowerCase()}`,
          expected: 'a NetworkPolicy that selects all pods and allows nothing',
          fix: `Add one with an empty podSelector, policyTypes [${direction}] and no rules.`,
        };
      }
    }
  },
});

function deniesAll({ object }: Resource, direction: 'Ingress' | 'Egress'): boolean {
  const selector = objectAt(object, 'spec', 'podSelector') ?? {};
  const selectsAll = [objectAt(selector, 'matchLabels') ?? {}, listAt(selector, 'matchExpressions')].every(
    (part) => Object.keys(part).length === 0,
  );
  // A policy that names no types is about ingress, and about egress only where it has egress rules.
  const types = stringListAt(object, 'spec', 'policyTypes');
  const covers = types.length === 0 ? direction === 'Ingress' : types.includes(direction);
  return selectsAll && covers && listAt(object, 'spec', direction.toLowerCase()).length === 0;
}
