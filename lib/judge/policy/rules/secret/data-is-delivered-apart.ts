import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { isInNoFile } from '../../../model/live/live-object.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'secret/data-is-delivered-apart',
  severity: 'error',
  scope: 'object',
  summary: 'No Secret in the manifests has data.',
  rationale: 'Base64 is not encryption: anyone who can read the repository has the secret.',
  source: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  appliesTo: ['Secret'],
  about: (resource) => (isInNoFile(resource) ? [] : [resource]),
  *check(resource) {
    for (const data of [Field.of(resource).at('data'), Field.of(resource).at('stringData')]) {
      const keys = data.entries.map(([key]) => key).sort();
      if (keys.length === 0) continue;
      yield data.violation({
        got: `${keys.length} entries (${listed(keys)})`,
        expected: 'no data',
        fix: 'Let cert-manager or External Secrets fill the Secret, or apply it by hand from a file that is not committed.',
      });
    }
  },
  passes: example('type: Opaque'),
  fails: example('stringData: { password: not-so-secret }'),
});

function example(field: string): string {
  return `
apiVersion: v1
kind: Secret
metadata: { name: web, namespace: apps }
${field}
`;
}
