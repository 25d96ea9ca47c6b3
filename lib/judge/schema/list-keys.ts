import type { Field } from '../../manifest/field.js';
import type { Json } from '../../manifest/object.js';
import type { SchemaReader } from './cel/rule-sites.js';
import type { FoldedSchema } from './folded.js';
import { duplicateKey, type SchemaViolation } from './violation.js';

/**
 * Items of lists that the API server merges by key, or takes for sets, which occur twice: it refuses them.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#merge-strategy
 */
export function* repeatedItems(schema: FoldedSchema, field: Field, reader: SchemaReader): Iterable<SchemaViolation> {
  const here = reader.resolved(schema);
  const { properties, items, additionalProperties } = here;
  if (items !== undefined) {
    const { keys, set } = reader.keywords(here);
    const names = Array.isArray(keys) ? keys.map(String) : [];
    if (names.length > 0) yield* repeatedKeys(field.items, names, reader.resolved(items), reader);
    if (set === true) yield* repeatedKeys(field.items, [], items, reader);
    for (const item of field.items) yield* repeatedItems(items, item, reader);
  }
  const others = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  for (const [name, child] of field.entries) {
    const known = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : others;
    if (known !== undefined && reader.isKnown(known)) yield* repeatedItems(known, child, reader);
  }
}

/** Without names, the item as a whole is the key. */
function* repeatedKeys(
  items: readonly Field[],
  names: readonly string[],
  schema: FoldedSchema,
  reader: SchemaReader,
): Iterable<SchemaViolation> {
  if (items.length < 2) return;
  const seen = new Map<string, Field>();
  for (const item of items) {
    const values = names.length === 0 ? [item.value] : names.map((name) => keyOf(item, name, schema, reader));
    const key = JSON.stringify(values.map(canonical));
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, item);
      continue;
    }
    const got = `${values.map((value) => JSON.stringify(value) ?? 'none').join(' and ')} again`;
    const [name = ''] = names;
    if (names.length === 0)
      yield duplicateKey(item, `a value that ${first.path} does not have`, { got, fix: 'Remove one of the two.' });
    else yield duplicateKey(item.at(name), `a ${names.join(' and ')} that ${first.path} does not have`, { got });
  }
}

function keyOf(item: Field, name: string, { properties = {} }: FoldedSchema, reader: SchemaReader): Json | undefined {
  const { value } = item.at(name);
  const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (value !== undefined || schema === undefined) return value;
  return reader.keywords(schema)['default'] as Json | undefined;
}

/** The same for mappings whose keys are in another order. */
function canonical(value: Json | undefined): Json {
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, canonical(value[key])]),
  );
}
