import { isMapping } from '../../formats/mapping.js';
import { formats } from './formats.js';
import { type CelRule, INT_OR_STRING, type JsonSchema, QUANTITY, resourceSchema } from './json-schema.js';

/** The part of OpenAPI v3 that custom resource definitions use. */
export interface StructuralSchema {
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly items?: StructuralSchema;
  readonly additionalProperties?: boolean | StructuralSchema;
  readonly required?: readonly string[];
  readonly nullable?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-validations'?: readonly CelRule[];
  readonly [keyword: string]: unknown;
}

/** Keywords that mean the same in JSON schema. */
const KEPT: ReadonlySet<string> = new Set([
  'enum',
  'format',
  'pattern',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'oneOf',
  'anyOf',
  'allOf',
  'not',
  'default',
]);

/** Keywords that hold schemas which add conditions and name no fields of their own. */
const CONDITIONS: ReadonlySet<string> = new Set(['oneOf', 'anyOf', 'allOf', 'not']);
const IN_CONDITIONS: ReadonlySet<string> = new Set([...KEPT, 'type', 'required', 'properties', 'items']);

/** The fields of an object that another object holds whole. */
const EMBEDDED: Readonly<Record<string, JsonSchema>> = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: { type: 'object', additionalProperties: true },
};

/**
 * The strict schema of a custom resource: a field that its definition does not name is refused, unless the definition keeps unknown
 * fields.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export function customResourceSchema(apiVersion: string, kind: string, schema: StructuralSchema): JsonSchema {
  const whole = strict(schema);
  const { apiVersion: _a, kind: _k, metadata: _m, ...parts } = whole.properties ?? {};
  const isOpen = whole.properties === undefined || schema['x-kubernetes-preserve-unknown-fields'] === true;
  return {
    ...resourceSchema(apiVersion, kind, parts, whole.required ?? []),
    ...(isOpen ? { additionalProperties: true } : {}),
    ...(whole.validations === undefined ? {} : { validations: whole.validations }),
  };
}

function strict(schema: StructuralSchema): JsonSchema {
  const strictSchema: JsonSchema = { ...kept(schema), ...shape(schema) };
  if (schema.nullable === true && typeof strictSchema.type === 'string')
    strictSchema.type = [strictSchema.type, 'null'];
  const validations = schema['x-kubernetes-validations'];
  if (validations !== undefined)
    strictSchema.validations = validations.map(({ rule, message, messageExpression, fieldPath, optionalOldSelf }) => ({
      rule,
      ...(message === undefined ? {} : { message }),
      ...(messageExpression === undefined ? {} : { messageExpression }),
      ...(fieldPath === undefined ? {} : { fieldPath }),
      ...(optionalOldSelf === true ? { optionalOldSelf } : {}),
    }));
  return strictSchema;
}

function kept(schema: StructuralSchema): JsonSchema {
  const isScalar = schema['x-kubernetes-int-or-string'] === true;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([name]) => KEPT.has(name) && !(isScalar && ['anyOf', 'pattern'].includes(name)))
      // The API server ignores a format that it does not know.
      .filter(([name, value]) => name !== 'format' || Object.hasOwn(formats, String(value)))
      .map(([name, value]) => [name, CONDITIONS.has(name) ? condition(value) : value]),
  );
}

/** A condition without what only describes it. It closes no object: the schema around it does. */
function condition(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(condition);
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => IN_CONDITIONS.has(name))
      .filter(([name, child]) => name !== 'format' || Object.hasOwn(formats, String(child)))
      .map(([name, child]) => {
        if (name === 'properties' && isMapping(child))
          return [name, Object.fromEntries(Object.entries(child).map(([key, schema]) => [key, condition(schema)]))];
        return [name, CONDITIONS.has(name) || name === 'items' ? condition(child) : child];
      }),
  );
}

function shape(schema: StructuralSchema): JsonSchema {
  const { type, properties, items, additionalProperties, required } = schema;
  // Quantities have a pattern; ports and percentages have none.
  if (schema['x-kubernetes-int-or-string'] === true) return 'pattern' in schema ? QUANTITY : INT_OR_STRING;
  if (items !== undefined) {
    const keys = schema['x-kubernetes-list-map-keys'];
    return {
      type: 'array',
      items: strict(items),
      ...(keys === undefined ? {} : { keys: [...keys] }),
      ...(schema['x-kubernetes-list-type'] === 'set' ? { set: true } : {}),
    };
  }
  if (type !== 'object') return type === undefined ? {} : { type };
  const open =
    schema['x-kubernetes-preserve-unknown-fields'] === true ||
    (properties === undefined && additionalProperties === undefined);
  const embedded = schema['x-kubernetes-embedded-resource'] === true ? EMBEDDED : {};
  return {
    type,
    ...(properties === undefined
      ? {}
      : {
          properties: {
            ...embedded,
            ...Object.fromEntries(Object.entries(properties).map(([name, child]) => [name, strict(child)])),
          },
        }),
    ...(required === undefined ? {} : { required: [...required] }),
    additionalProperties: typeof additionalProperties === 'object' ? strict(additionalProperties) : open,
  };
}
