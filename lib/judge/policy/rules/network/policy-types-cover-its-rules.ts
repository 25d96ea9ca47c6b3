import { Field } from '../../../../manifest/field.js';
import { isolates } from '../../../model/network/network-policy.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'network/policy-types-cover-its-rules',
  severity: 'error',
  scope: 'object',
  summary: 'The types of a NetworkPolicy include every direction for which it has rules.',
  rationale:
    'Rules of a direction that policyTypes leaves out are accepted and ignored: what they should open stays closed, or what they should narrow stays open.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource',
  appliesTo: ['networking.k8s.io/NetworkPolicy'],
  *check(resource) {
    const spec = Field.of(resource).at('spec');
    for (const direction of ['ingress', 'egress'] as const) {
      if (spec.at(direction).items.length === 0 || isolates(resource, direction)) continue;
      const type = direction === 'ingress' ? 'Ingress' : 'Egress';
      const types = spec.at('policyTypes');
      yield types.violation({
        got: `${types.shown} beside rules for ${direction}`,
        expected: `${type} among them`,
        effect: 'The rules are ignored.',
        fix: `Add ${type}, or remove the rules.`,
      });
    }
  },
  passes: example('[Ingress, Egress]'),
  fails: example('[Ingress]'),
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
