import { at } from '../../../../manifest/field-path.js';
import type { Json } from '../../../../manifest/object.js';
import { isObject } from '../../../../manifest/read.js';
import { secretIn } from '../../../model/secret-shape.js';
import { defineRule, EVERY_KIND } from '../../rule.js';

export default defineRule({
  id: 'secret/manifests-hold-no-key',
  severity: 'error',
  scope: 'object',
  summary: 'No object holds a private key, an nkey seed or a token.',
  rationale: 'Manifests are read by many and kept for ever; a key that was in one must be replaced.',
  source: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  appliesTo: [EVERY_KIND],
  passes: `
apiVersion: v1
kind: ConfigMap
metadata: { name: web, namespace: apps }
data:
  ca.crt: |
    -----BEGIN CERTIFICATE-----
`,
  fails: `
apiVersion: v1
kind: ConfigMap
metadata: { name: web, namespace: apps }
data:
  tls.key: |
    -----BEGIN PRIVATE KEY-----
`,
  *check(resource) {
    for (const { path, text } of textsOf(resource.object, '')) {
      const shape = secretIn(text);
      if (shape === undefined) continue;
      yield {
        path,
        got: `${shape} in ${text.length} characters`,
        expected: 'no key material',
        fix: 'Deliver it as a Secret apart from the manifests, and replace it, as it is known now.',
      };
    }
  },
});

function* textsOf(value: Json, path: string): Iterable<{ path: string; text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* textsOf(item, at(path, index));
  else if (isObject(value)) for (const [key, item] of Object.entries(value)) yield* textsOf(item, at(path, key));
}
