import { Field } from '../../../../manifest/field.js';
import { isInNoFile } from '../../../model/live/live-object.js';
import { secretIn } from '../../../model/secret-shape.js';
import { defineRule, EVERY_KIND } from '../../rule.js';

export default defineRule({
  id: 'secret/manifests-hold-no-key',
  severity: 'error',
  scope: 'object',
  summary: 'No object holds a private key, an nkey seed or a token.',
  rationale: 'Many people read manifests, and they are kept forever; a key that was in one must be replaced.',
  source: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  appliesTo: [EVERY_KIND],
  about: (resource) => (resource.object.kind === 'Secret' && isInNoFile(resource) ? [] : [resource]),
  *check(resource) {
    for (const field of textsIn(Field.of(resource))) {
      const text = field.text ?? '';
      const shape = secretIn(text);
      if (shape === undefined) continue;
      yield field.violation({
        got: `${shape} in ${text.length} characters`,
        expected: 'no key material',
        fix: 'Deliver it as a Secret separately from the manifests, and replace it, because it is exposed.',
      });
    }
  },
  passes: example('ca.crt', 'CERTIFICATE'),
  fails: example('tls.key', 'PRIVATE KEY'),
});

function* textsIn(field: Field): Iterable<Field> {
  if (field.text !== undefined) yield field;
  for (const item of field.items) yield* textsIn(item);
  for (const [, value] of field.entries) yield* textsIn(value);
}

function example(key: string, label: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: web, namespace: apps }
data:
  ${key}: |
    -----BEGIN ${label}-----
`;
}
