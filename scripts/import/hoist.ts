import { definitionRef, eachSchema, type JsonSchema, type SchemaFile, sorted } from './json-schema.js';

/** Shorter schemas are smaller inline than as a reference. */
const WORTH_NAMING = 300;

function textOf(schema: JsonSchema): string {
  return JSON.stringify(sorted(schema));
}

/** Names each object shape that occurs more than once after the field where it first occurs. */
export function hoistRepetitions(file: SchemaFile): SchemaFile {
  const roots = [...Object.values(file.kinds), ...Object.values(file.definitions)];
  const counts = new Map<string, number>();
  for (const root of roots)
    eachSchema(root, (schema) => {
      if (schema === root || schema.properties === undefined) return;
      const text = textOf(schema);
      if (text.length >= WORTH_NAMING) counts.set(text, (counts.get(text) ?? 0) + 1);
    });
  const names = new Map<string, string>();
  const definitions: Record<string, JsonSchema> = {};

  function unusedName(field: string): string {
    let name = field;
    for (let number = 2; name in definitions || name in file.definitions; number += 1) name = `${field}-${number}`;
    return name;
  }
  function rewrite(schema: JsonSchema, field: string): JsonSchema {
    const text = schema.properties === undefined ? '' : textOf(schema);
    if ((counts.get(text) ?? 0) < 2) return rewriteChildren(schema, field);
    let name = names.get(text);
    if (name === undefined) {
      name = unusedName(field);
      names.set(text, name);
      definitions[name] = {};
      definitions[name] = rewriteChildren(schema, field);
    }
    return definitionRef(name);
  }
  function rewriteChildren(schema: JsonSchema, field: string): JsonSchema {
    const { properties, items, additionalProperties, anyOf } = schema;
    return {
      ...schema,
      ...(properties === undefined ? {} : { properties: rewriteEach(properties) }),
      ...(items === undefined ? {} : { items: rewrite(items, field) }),
      ...(typeof additionalProperties === 'object'
        ? { additionalProperties: rewrite(additionalProperties, field) }
        : {}),
      ...(anyOf === undefined ? {} : { anyOf: anyOf.map((member) => rewrite(member, field)) }),
    };
  }
  function rewriteEach(properties: Record<string, JsonSchema>): Record<string, JsonSchema> {
    return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, rewrite(schema, name)]));
  }

  const kinds = Object.fromEntries(
    Object.entries(file.kinds).map(([name, schema]) => [name, rewriteChildren(schema, name)]),
  );
  const named = Object.entries(file.definitions).map(
    ([name, schema]) => [name, rewriteChildren(schema, name)] as const,
  );
  return { kinds, definitions: { ...definitions, ...Object.fromEntries(named) } };
}
