import { dataKey, matches } from '../../../formats/name-syntax.js';
import type { Field } from '../../../manifest/field.js';
import { duplicateKey, missingField, notAllowed, type SchemaViolation, schemaViolation } from '../violation.js';

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'v1/ConfigMap': ['data', 'binaryData'],
  'v1/Secret': ['data', 'stringData'],
};
/** Bytes of all values together. */
const MAX_BYTES = 1024 * 1024;
const REQUIRED_KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};
const ACCOUNT = 'kubernetes.io/service-account.name';

/**
 * Keys that ConfigMaps and Secrets must not have or must have, and more data than they can hold.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/
 */
export function* checkDataKeys(object: Field, kind: string): Iterable<SchemaViolation> {
  const fields = FIELDS[kind];
  if (fields === undefined) return;
  const isSecret = kind === 'v1/Secret';
  const sizes = new Map<string, number>();
  for (const field of fields)
    for (const [key, value] of object.at(field).entries) {
      if (!matches(key, dataKey))
        yield schemaViolation('schema/invalid-key', value, {
          got: `the key ${JSON.stringify(key)}`,
          expected: dataKey.words,
          fix: 'Rename the key.',
        });
      // The text of a Secret replaces its data; a ConfigMap must not have the same key twice.
      if (!isSecret && sizes.has(key))
        yield duplicateKey(value, 'a key that data does not have', { got: `${JSON.stringify(key)} again` });
      sizes.set(key, bytesOf(value, field === (isSecret ? 'data' : 'binaryData')));
    }
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  if (bytes > MAX_BYTES)
    yield notAllowed(object.at('data'), {
      got: `${bytes} bytes`,
      expected: `at most ${MAX_BYTES} (1 MiB)`,
      fix: `Split the ${isSecret ? 'Secret' : 'ConfigMap'}.`,
    });
  if (isSecret) yield* checkType(object, [...sizes.keys()]);
}

function bytesOf({ text }: Field, encoded: boolean): number {
  if (text === undefined) return 0;
  if (!encoded) return new TextEncoder().encode(text).length;
  return Math.floor((text.replace(/[\r\n=]/g, '').length * 3) / 4);
}

function* checkType(secret: Field, keys: readonly string[]): Iterable<SchemaViolation> {
  const type = String(secret.at('type').value ?? '');
  for (const key of REQUIRED_KEYS[type] ?? [])
    if (!keys.includes(key))
      yield missingField(secret.at('data', key), `the content that a Secret of type ${type} must have`);
  if (type === 'kubernetes.io/basic-auth' && !keys.includes('username') && !keys.includes('password'))
    yield missingField(secret.at('data', 'username'), `username or password, because the type is ${type}`);
  const account = secret.at('metadata', 'annotations', ACCOUNT);
  if (type === 'kubernetes.io/service-account-token' && account.isEmpty)
    yield missingField(account, 'the name of the ServiceAccount');
}
