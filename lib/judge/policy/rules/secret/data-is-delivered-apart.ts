import { listed } from '../../../../manifest/listed.js';
import { objectAt } from '../../../../manifest/read.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'secret/data-is-delivered-apart',
  severity: 'error',
  scope: 'object',
  summary: 'No Secret in the manifests carries data.',
  rationale: 'Base64 is no encryption: whoever reads the repository has the secret.',
  source: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
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
metadata: { name: web, namespace: apps }
stringData: { password: not-so-secret }
`,
  *check(resource) {
    for (const field of ['data', 'stringData']) {
      const keys = Object.keys(objectAt(resource.object, field) ?? {});
      if (keys.length === 0) continue;
      yield {
        path: field,
        got: `${keys.length} entries (${listed(keys.sort())})`,
        expected: 'no data',
        fix: 'Let cert-manager or External Secrets fill the Secret, or apply it by hand from a file that is not committed.',
      };
    }
  },
});
