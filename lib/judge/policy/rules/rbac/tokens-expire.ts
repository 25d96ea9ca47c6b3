import { fieldRule } from '../../declared/field-rule.js';

export default fieldRule({
  id: 'rbac/tokens-expire',
  severity: 'error',
  summary: 'No Secret asks for a token of a ServiceAccount that never expires.',
  rationale:
    'Anyone who has read the Secret once can act as the account until the Secret is deleted; a projected token lives an hour.',
  source: 'https://kubernetes.io/docs/concepts/security/service-accounts/#get-a-token',
  appliesTo: ['Secret'],
  of: 'object',
  states: {
    field: 'type',
    must: { notEqual: 'kubernetes.io/service-account-token' },
    expected: 'no such Secret',
    fix: 'Remove it. A pod gets a token from a projected volume, a person or a pipeline from kubectl create token.',
  },
  passes: example('Opaque'),
  fails: example('kubernetes.io/service-account-token'),
});

function example(type: string): string {
  return `
apiVersion: v1
kind: Secret
metadata: { name: web, namespace: apps, annotations: { kubernetes.io/service-account.name: web } }
type: ${type}
`;
}
