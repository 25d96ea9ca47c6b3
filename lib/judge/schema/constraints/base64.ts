import type { JsonObject } from '../../../manifest/object.js';
import { mapping } from '../fields.js';
import { show } from '../show.js';
import type { Verdict } from '../verdict.js';

const BASE64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const FIELDS: Readonly<Record<string, { readonly field: string; readonly plain: string }>> = {
  ConfigMap: { field: 'binaryData', plain: 'data' },
  Secret: { field: 'data', plain: 'stringData' },
};

/** Values of Secrets and ConfigMaps that ought to be base64 and are not. */
export function checkBase64(object: JsonObject): Verdict[] {
  const place = object['apiVersion'] === 'v1' ? FIELDS[String(object['kind'])] : undefined;
  if (place === undefined) return [];
  return Object.entries(mapping(object[place.field])).flatMap(([key, value]): Verdict[] => {
    // The API server allows line breaks, which folded YAML brings.
    if (typeof value !== 'string' || BASE64.test(value.replace(/[\r\n]/g, ''))) return [];
    const at = [place.field, key];
    return [
      {
        rule: 'schema/value-not-allowed',
        at,
        got: show(value, at, object),
        expected: 'base64',
        fix: `Encode the value, or move it to ${place.plain}.`,
      },
    ];
  });
}
