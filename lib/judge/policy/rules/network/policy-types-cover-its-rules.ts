import { listAt, shown, valueAt } from '../../../../manifest/read.js';
import { isolates } from '../../../model/network/network-policy.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'network/policy-types-cover-its-rules',
  severity: 'error',
  scope: 'object',
  summary: 'Every direction for which a NetworkPolicy has rules is among its types.',
  rationale:
    'Rules of a direction that policyTypes leaves out are accepted and passed over: what they are to open stays closed, or what they are to narrow stays open.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource',
  appliesTo: ['networking.k8s.io/NetworkPolicy'],
  passes: example('[Ingress, Egress]'),
  fails: example('[Ingress]'),
  *check(resource) {
    for (const direction of ['ingress', 'egress'] as const) {
      if (listAt(resource.object, 'spec', direction).length === 0 || isolates(resource, direction)) continue;
      const type = direction === 'ingress' ? 'Ingress' : 'Egress';
      yield {
        path: 'spec.policyTypes',
        got: `${shown(valueAt(resource.object, 'spec', 'policyTypes'))} beside rules for ${direction}`,
        expected: `${type} among them`,
        fix: `Add ${type}, or remove the rules: as it stands they do nothing.`,
      };
    }
  },
});

function example(types: string): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: apps }
spec:
  podSelector: {}
  policyTypes: ${types}
  egress: [{ to: [{ podSelector: { matchLabels: { app: db } } }], ports: [{ port: 5432 }] }]
`;
}
