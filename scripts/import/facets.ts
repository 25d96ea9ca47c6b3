import type { JsonSchema } from './json-schema.js';

/** Limits of list lengths are left out, because upstream raised some of them later. */
const NUMERIC = ['minimum', 'maximum', 'minLength', 'maxLength'] as const;

/** Drops the wrapper of the raw literals for a field that may be null. */
function unwrapped(raw: JsonSchema): JsonSchema {
  const [first, second] = raw.oneOf ?? [];
  return first !== undefined && second?.type === 'null' ? { ...raw, ...first } : raw;
}

function addFacets(schema: JsonSchema, raw: JsonSchema): void {
  if (schema.type === 'number' && raw.type === 'integer') schema.type = 'integer';
  if (schema.type !== raw.type || schema.type === undefined) return;
  for (const facet of NUMERIC) {
    const limit = raw[facet];
    if (limit !== undefined) schema[facet] ??= limit;
  }
  if (raw.pattern !== undefined && schema.enum === undefined) schema.pattern ??= raw.pattern;
  if (raw.format !== undefined && ['int32', 'int64'].includes(raw.format)) schema.format ??= raw.format;
}

/**
 * Adds limits, patterns and number formats, which type declarations cannot express, from an older literal of the same
 * kind. Fields that the literal lacks are not changed: the declarations decide which fields exist.
 */
export function overlayFacets(
  schema: JsonSchema,
  raw: JsonSchema,
  definitions: Readonly<Record<string, JsonSchema>>,
  path: ReadonlySet<JsonSchema> = new Set(),
): void {
  const name = schema.$ref?.startsWith('#/definitions/') ? schema.$ref.slice('#/definitions/'.length) : undefined;
  const target = name === undefined ? schema : definitions[name];
  if (target === undefined || path.has(target)) return;
  const source = unwrapped(raw);
  const below = new Set([...path, target]);
  addFacets(target, source);
  for (const [field, child] of Object.entries(target.properties ?? {})) {
    const rawChild = source.properties?.[field];
    if (rawChild !== undefined) overlayFacets(child, rawChild, definitions, below);
  }
  if (target.items !== undefined && source.items !== undefined)
    overlayFacets(target.items, source.items, definitions, below);
  if (typeof target.additionalProperties === 'object' && typeof source.additionalProperties === 'object')
    overlayFacets(target.additionalProperties, source.additionalProperties, definitions, below);
}
