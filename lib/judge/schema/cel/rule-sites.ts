import { isMapping } from '../../../formats/mapping.js';
import type { Json } from '../../../manifest/object.js';
import type { FoldedSchema } from '../folded.js';
import type { CelRule } from '../json-schema.js';

/** Reads the schemas of one file in one release. */
export interface SchemaReader {
  /** The schema that a reference names, or the schema itself. */
  resolved(schema: FoldedSchema): FoldedSchema;
  /** Its keywords in the release. */
  keywords(schema: FoldedSchema): Readonly<Record<string, unknown>>;
  isKnown(schema: FoldedSchema): boolean;
}

/** A value that has rules. */
export interface RuleSite {
  readonly pointer: string;
  readonly schema: FoldedSchema;
  readonly value: Json;
  readonly rules: readonly CelRule[];
}

const holders = new WeakMap<FoldedSchema, boolean>();

/** The values in an object whose schemas have rules. */
export function* ruleSites(schema: FoldedSchema, value: Json, reader: SchemaReader, pointer = ''): Iterable<RuleSite> {
  if (!holdsRules(schema, reader)) return;
  const here = reader.resolved(schema);
  const { validations } = reader.keywords(here);
  if (Array.isArray(validations) && value !== null) yield { pointer, schema: here, value, rules: validations };
  const { properties, items, additionalProperties } = here;
  if (Array.isArray(value)) {
    if (items === undefined) return;
    for (const [index, item] of value.entries()) yield* ruleSites(items, item, reader, `${pointer}/${index}`);
  } else if (isMapping(value)) {
    const others = typeof additionalProperties === 'object' ? additionalProperties : undefined;
    for (const [name, child] of Object.entries(value)) {
      const field = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : others;
      const step = name.replaceAll('~', '~0').replaceAll('/', '~1');
      if (field !== undefined && reader.isKnown(field)) yield* ruleSites(field, child, reader, `${pointer}/${step}`);
    }
  }
}

/** Whether a schema, or one below it, has rules in any release. */
function holdsRules(schema: FoldedSchema, reader: SchemaReader): boolean {
  const known = holders.get(schema);
  if (known !== undefined) return known;
  // A schema that refers to itself holds what it holds without that reference.
  holders.set(schema, false);
  const { validations, changes = [], properties = {}, items, additionalProperties, $ref } = schema;
  const below = [
    ...Object.values(properties),
    ...(items === undefined ? [] : [items]),
    ...(typeof additionalProperties === 'object' ? [additionalProperties] : []),
    ...($ref === undefined ? [] : [reader.resolved(schema)]),
  ];
  const holds =
    validations !== undefined ||
    changes.some(([, keywords]) => 'validations' in keywords) ||
    below.some((child) => child !== schema && holdsRules(child, reader));
  holders.set(schema, holds);
  return holds;
}
