import type { FoldedFile, FoldedSchema } from '../../lib/judge/schema/folded.js';
import { sorted } from './json-schema.js';

/** Shorter schemas cost less where they are than a reference does. */
const WORTH_NAMING = 300;

/** Gives each object shape that occurs more than once a name, the field that it is first found under. */
export function hoistRepetitions(file: FoldedFile): FoldedFile {
  const counts = countShapes(file);
  const names = new Map<string, string>();
  const definitions: Record<string, FoldedSchema> = {};

  function unusedName(field: string): string {
    let name = field;
    for (let number = 2; name in definitions || name in file.definitions; number += 1) name = `${field}-${number}`;
    return name;
  }
  function rewrite(schema: FoldedSchema, field: string): FoldedSchema {
    const text = shapeOf(schema);
    if (text === undefined || (counts.get(text) ?? 0) < 2) return rewriteChildren(schema, field);
    let name = names.get(text);
    const { since, until, ...shape } = schema;
    if (name === undefined) {
      name = unusedName(field);
      names.set(text, name);
      definitions[name] = {};
      definitions[name] = rewriteChildren(shape, field);
    }
    return {
      $ref: `#/definitions/${name}`,
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
    };
  }
  function rewriteChildren(schema: FoldedSchema, field: string): FoldedSchema {
    const { properties, items, additionalProperties } = schema;
    return {
      ...schema,
      ...(properties === undefined ? {} : { properties: rewriteEach(properties) }),
      ...(items === undefined ? {} : { items: rewrite(items, field) }),
      ...(typeof additionalProperties === 'object'
        ? { additionalProperties: rewrite(additionalProperties, field) }
        : {}),
    };
  }
  function rewriteEach(properties: Readonly<Record<string, FoldedSchema>>): Record<string, FoldedSchema> {
    return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, rewrite(schema, name)]));
  }
  function rewriteRoots(roots: Readonly<Record<string, FoldedSchema>>): Record<string, FoldedSchema> {
    return Object.fromEntries(Object.entries(roots).map(([name, schema]) => [name, rewriteChildren(schema, name)]));
  }

  const kinds = rewriteRoots(file.kinds);
  const named = rewriteRoots(file.definitions);
  return { releases: file.releases, kinds, definitions: { ...definitions, ...named } };
}

function countShapes(file: FoldedFile): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (schema: FoldedSchema): void => {
    const text = shapeOf(schema);
    if (text !== undefined && text.length >= WORTH_NAMING) counts.set(text, (counts.get(text) ?? 0) + 1);
    eachChild(schema, count);
  };
  for (const root of [...Object.values(file.kinds), ...Object.values(file.definitions)]) eachChild(root, count);
  return counts;
}

function eachChild(
  { properties, items, additionalProperties }: FoldedSchema,
  visit: (schema: FoldedSchema) => void,
): void {
  for (const child of Object.values(properties ?? {})) visit(child);
  if (items !== undefined) visit(items);
  if (typeof additionalProperties === 'object') visit(additionalProperties);
}

/** The text of an object's shape; when it is known belongs to the place, not to the shape. */
function shapeOf({ since: _since, until: _until, ...schema }: FoldedSchema): string | undefined {
  return schema.properties === undefined ? undefined : JSON.stringify(sorted(schema));
}
