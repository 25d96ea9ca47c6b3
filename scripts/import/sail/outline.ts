import { closedObject, INT_OR_STRING, type JsonSchema, PRESERVED } from '../json-schema.js';

const plain = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  integer: { type: 'integer' },
  number: { type: 'number' },
  strings: { type: 'array', items: { type: 'string' } },
  labels: { type: 'object', additionalProperties: { type: 'string' } },
  intOrString: INT_OR_STRING,
  /** A part of Kubernetes' own types, or one that may have anything. */
  open: PRESERVED,
} as const;

type Plain = keyof typeof plain;

function schemaOf(shape: JsonSchema | Plain): JsonSchema {
  return structuredClone(typeof shape === 'string' ? (plain[shape] as JsonSchema) : shape);
}

/**
 * A mapping with exactly these fields: names of fields with plain types, separated by spaces, then the other fields,
 * then the required names.
 */
export function fields(
  names: Partial<Readonly<Record<Plain, string>>>,
  others: Readonly<Record<string, JsonSchema>> = {},
  required: readonly string[] = [],
): JsonSchema {
  const named = Object.entries(names).flatMap(([type, list]) =>
    list.split(' ').map((name) => [name, schemaOf(type as Plain)] as const),
  );
  const properties = { ...Object.fromEntries(named), ...structuredClone(others) };
  return closedObject(properties, required);
}

export function list(items: JsonSchema | Plain): JsonSchema {
  return { type: 'array', items: schemaOf(items) };
}

export function mapOf(value: JsonSchema | Plain): JsonSchema {
  return { type: 'object', additionalProperties: schemaOf(value) };
}

export function oneOf(...values: readonly string[]): JsonSchema {
  return { type: 'string', enum: [...values] };
}
