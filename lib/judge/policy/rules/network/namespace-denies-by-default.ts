import { Field } from '../../../../manifest/field.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { Direction } from '../../../model/network/network-policy.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const TYPES = { ingress: 'Ingress', egress: 'Egress' } as const;

/** A namespace with pods. */
interface PodNamespace {
  readonly name: string;
  /** Its Namespace, or a workload where that is not among the files. */
  readonly resource: Resource;
}

export default defineRule<PodNamespace>({
  id: 'network/namespace-denies-by-default',
  severity: 'error',
  scope: 'cluster',
  summary: 'Every namespace with pods denies ingress and egress that no policy allows.',
  rationale: 'Without a default, a pod that no policy selects talks to everyone and everyone talks to it.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies',
  appliesTo: POD_KINDS,
  reads: ['Namespace', 'networking.k8s.io/NetworkPolicy'],
  about: (cluster) => {
    const workloads = new Map([...cluster.pods].reverse().map((pod) => [pod.namespace, pod.resource]));
    return [...workloads].map(([name, workload]) => ({ name, resource: cluster.namespace(name) ?? workload }));
  },
  *check({ name, resource }, cluster) {
    const policies = cluster.ofKindIn(name, 'networking.k8s.io/NetworkPolicy');
    for (const direction of ['ingress', 'egress'] as const) {
      if (policies.some((policy) => deniesAll(policy, direction))) continue;
      yield Field.of(resource)
        .at('metadata', 'name')
        .violation({
          got: `namespace ${name} without a default for ${direction}`,
          expected: 'a NetworkPolicy that selects all pods and allows nothing',
          fix: `Add one with an empty podSelector, policyTypes [${TYPES[direction]}] and no rules.`,
        });
    }
  },
  passes: example('[Ingress, Egress]'),
  fails: example('[Ingress]'),
});

function deniesAll(policy: Resource, direction: Direction): boolean {
  const spec = Field.of(policy).at('spec');
  const labels = spec.at('podSelector', 'matchLabels').entries;
  const expressions = spec.at('podSelector', 'matchExpressions').items;
  // A policy that names no types is about ingress, and about egress only if it has egress rules.
  const types = spec.at('policyTypes').texts;
  const covers = types.length === 0 ? direction === 'ingress' : types.includes(TYPES[direction]);
  return labels.length + expressions.length + spec.at(direction).items.length === 0 && covers;
}

function example(types: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, image: example.org/web:1.4.2 }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec: { podSelector: {}, policyTypes: ${types} }
`;
}
