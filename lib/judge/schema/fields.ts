import type { Json, JsonObject } from '../../manifest/object.js';

/** The value if it is a mapping, else an empty one: shape is the schema's business. */
export function mapping(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** The mappings of a list, each with its position. */
export function mappings(value: Json | undefined): readonly (readonly [number, JsonObject])[] {
  return Array.isArray(value) ? value.map((item, position) => [position, mapping(item)] as const) : [];
}

/** Whether a field is set: the API server takes a null for a field that is not there. */
export function isSet(value: Json | undefined): value is NonNullable<Json> {
  return value !== undefined && value !== null;
}

/** Whether a field has neither a value nor anything in it: absent, null, an empty text, list or mapping. */
export function isEmpty(value: Json | undefined): boolean {
  if (!isSet(value) || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
