import { stringsAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';

/** The text below a key of a Secret, decoded; undefined if there is none. */
export function secretText(secret: Resource | undefined, key: string): string | undefined {
  const plain = stringsAt(secret?.object, 'stringData')[key];
  if (plain !== undefined) return plain;
  const encoded = stringsAt(secret?.object, 'data')[key];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
}

/** The keys of a Secret. */
export function secretKeys(secret: Resource): readonly string[] {
  return [
    ...Object.keys(stringsAt(secret.object, 'data')),
    ...Object.keys(stringsAt(secret.object, 'stringData')),
  ].sort();
}
