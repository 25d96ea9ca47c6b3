import type { Json, JsonObject } from '../manifest/object.js';

/** The value if it is a mapping, else an empty one: shape is the schema's business. */
export function mapping(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** The mappings of a list, each with its position. */
export function mappings(value: Json | undefined): readonly (readonly [number, JsonObject])[] {
  return Array.isArray(value) ? value.map((item, position) => [position, mapping(item)] as const) : [];
}
