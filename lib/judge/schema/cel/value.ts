import { isMapping } from '../../../formats/mapping.js';
import type { Json } from '../../../manifest/object.js';
import type { FoldedSchema } from '../folded.js';
import type { SchemaReader } from './rule-sites.js';

/** Words that a field's name cannot be in an expression. */
const RESERVED: ReadonlySet<string> = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

/**
 * A value as rules see it: whole numbers are integers, absent fields have their defaults, nulls are absent unless they are allowed,
 * and names are escaped.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules
 */
export function celValue(schema: FoldedSchema | undefined, value: Json, reader: SchemaReader): unknown {
  const known = schema === undefined ? undefined : reader.resolved(schema);
  const keywords = known === undefined ? {} : reader.keywords(known);
  if (typeof value === 'number') return isWhole(value, keywords) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map((item) => celValue(known?.items, item, reader));
  if (!isMapping(value)) return value;
  const { properties, additionalProperties } = known ?? {};
  const others = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  const result: Record<string, unknown> = {};
  for (const [name, child] of Object.entries(withDefaults(value, properties ?? {}, reader))) {
    const field = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (child === null && !allowsNull(field ?? others, reader)) continue;
    result[field === undefined ? name : escaped(name)] = celValue(field ?? others, child, reader);
  }
  return result;
}

function isWhole(value: number, { type }: Readonly<Record<string, unknown>>): boolean {
  return Number.isInteger(value) && ![type ?? []].flat().includes('number');
}

function withDefaults(
  value: Readonly<Record<string, Json>>,
  properties: Readonly<Record<string, FoldedSchema>>,
  reader: SchemaReader,
): Readonly<Record<string, Json>> {
  const result = { ...value };
  for (const [name, schema] of Object.entries(properties)) {
    if (Object.hasOwn(result, name) && result[name] !== null) continue;
    const preset = reader.keywords(schema)['default'];
    if (preset !== undefined && reader.isKnown(schema)) result[name] = preset as Json;
  }
  return result;
}

function allowsNull(schema: FoldedSchema | undefined, reader: SchemaReader): boolean {
  if (schema === undefined) return true;
  return [reader.keywords(reader.resolved(schema))['type'] ?? []].flat().includes('null');
}

function escaped(name: string): string {
  if (RESERVED.has(name)) return `__${name}__`;
  return name
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__');
}
