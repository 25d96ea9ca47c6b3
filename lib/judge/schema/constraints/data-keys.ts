import { dataKey, matches } from '../../../formats/name-syntax.js';
import type { Json, JsonObject } from '../../../manifest/object.js';
import { isEmpty, isSet, mapping } from '../fields.js';
import { missing, refused, type Verdict } from '../verdict.js';

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  ConfigMap: ['data', 'binaryData'],
  Secret: ['data', 'stringData'],
};
/** Bytes of all values together. */
const MOST_BYTES = 1024 * 1024;
const REQUIRED_KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

/**
 * Keys that ConfigMaps and Secrets may not have or lack, and more data than they may hold.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/
 */
export function checkDataKeys(object: JsonObject): Verdict[] {
  const kind = String(object['kind']);
  const fields = object['apiVersion'] === 'v1' ? FIELDS[kind] : undefined;
  if (fields === undefined) return [];
  const verdicts: Verdict[] = [];
  const sizes = new Map<string, number>();
  for (const field of fields)
    for (const [key, value] of Object.entries(mapping(object[field]))) {
      if (!matches(key, dataKey))
        verdicts.push({
          rule: 'schema/invalid-key',
          at: [field, key],
          got: `the key ${JSON.stringify(key)}`,
          expected: dataKey.words,
          fix: 'Rename the key.',
        });
      // The text of a Secret takes the place of its data; a ConfigMap may not have the same key twice.
      if (kind === 'ConfigMap' && sizes.has(key))
        verdicts.push({
          rule: 'schema/duplicate-key',
          at: [field, key],
          got: `${JSON.stringify(key)} again`,
          expected: 'a key that data does not have',
          fix: 'Rename or remove one of the two.',
        });
      sizes.set(key, bytesOf(value, field === 'binaryData' || (kind === 'Secret' && field === 'data')));
    }
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  if (bytes > MOST_BYTES)
    verdicts.push(refused(['data'], `${bytes} bytes`, `at most ${MOST_BYTES} (1 MiB)`, `Split the ${kind}.`));
  return kind === 'Secret' ? [...verdicts, ...typeVerdicts(object, [...sizes.keys()])] : verdicts;
}

function bytesOf(value: Json, encoded: boolean): number {
  if (typeof value !== 'string') return 0;
  if (!encoded) return new TextEncoder().encode(value).length;
  return Math.floor((value.replace(/[\r\n=]/g, '').length * 3) / 4);
}

function typeVerdicts(object: JsonObject, keys: readonly string[]): Verdict[] {
  const type = String(object['type'] ?? '');
  const lacking = (REQUIRED_KEYS[type] ?? []).filter((key) => !keys.includes(key));
  const verdicts = lacking.map((key) =>
    missing(['data', key], `the content that a Secret of type ${type} has to have`),
  );
  if (type === 'kubernetes.io/basic-auth' && !keys.includes('username') && !keys.includes('password'))
    verdicts.push(missing(['data', 'username'], `username or password, for the type is ${type}`));
  const account = 'kubernetes.io/service-account.name';
  if (type === 'kubernetes.io/service-account-token') {
    const { annotations } = mapping(object['metadata']);
    if (!isSet(annotations) || isEmpty(mapping(annotations)[account]))
      verdicts.push(missing(['metadata', 'annotations', account], 'the name of the ServiceAccount'));
  }
  return verdicts;
}
