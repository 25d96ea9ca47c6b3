import { stringAt } from '../../../../manifest/read.js';
import { defineRule } from '../../rule.js';

const TOKEN = 'kubernetes.io/service-account-token';

export default defineRule({
  id: 'rbac/tokens-expire',
  severity: 'error',
  scope: 'object',
  summary: 'No Secret asks for a token of a ServiceAccount that never expires.',
  rationale:
    'Whoever has read the Secret once is the account until the Secret is deleted; a projected token lives an hour.',
  source: 'https://kubernetes.io/docs/concepts/security/service-accounts/#get-a-token',
  appliesTo: ['Secret'],
  passes: `
apiVersion: v1
kind: Secret
metadata: { name: web, namespace: apps }
type: Opaque
`,
  fails: `
apiVersion: v1
kind: Secret
metadata: { name: web, namespace: apps, annotations: { kubernetes.io/service-account.name: web } }
type: kubernetes.io/service-account-token
`,
  *check({ object }) {
    if (stringAt(object, 'type') !== TOKEN) return;
    yield {
      path: 'type',
      got: TOKEN,
      expected: 'no such Secret',
      fix: 'Remove it; a pod gets a token from a projected volume, a person or a pipeline from kubectl create token.',
    };
  },
});
