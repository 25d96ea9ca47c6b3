import type { Field } from '../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../violation.js';

const BASE64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const FIELDS: Readonly<Record<string, { readonly field: string; readonly plain: string }>> = {
  'v1/ConfigMap': { field: 'binaryData', plain: 'data' },
  'v1/Secret': { field: 'data', plain: 'stringData' },
};

/** Values of Secrets and ConfigMaps that must be base64 and are not. */
export function* checkBase64(object: Field, kind: string): Iterable<SchemaViolation> {
  const place = FIELDS[kind];
  if (place === undefined) return;
  // The API server allows line breaks, which folded YAML brings.
  for (const [, value] of object.at(place.field).entries)
    if (value.text !== undefined && !BASE64.test(value.text.replace(/[\r\n]/g, '')))
      yield notAllowed(value, { expected: 'base64', fix: `Encode the value, or move it to ${place.plain}.` });
}
