import { loadAll } from 'js-yaml';
import { INT_OR_STRING, type JsonSchema, QUANTITY, type ReleaseSchemas, resourceSchema } from './json-schema.js';

/** The part of OpenAPI v3 that custom resource definitions use. */
interface StructuralSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly items?: StructuralSchema;
  readonly additionalProperties?: boolean | StructuralSchema;
  readonly required?: readonly string[];
  readonly nullable?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-validations'?: readonly {
    readonly rule: string;
    readonly message?: string;
    readonly messageExpression?: string;
    readonly fieldPath?: string;
  }[];
}

interface CustomResourceDefinition {
  readonly kind: 'CustomResourceDefinition';
  readonly spec: {
    readonly group: string;
    readonly scope: 'Cluster' | 'Namespaced';
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly deprecated?: boolean;
      readonly schema: { readonly openAPIV3Schema: StructuralSchema };
    }[];
  };
}

/** Keywords that mean the same in JSON schema. */
const KEPT = [
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
] as const;

export function crdRelease(texts: Iterable<string>): ReleaseSchemas {
  const kinds: Record<string, JsonSchema> = {};
  const clusterScoped = new Set<string>();
  for (const text of texts) {
    for (const document of loadAll(text)) {
      if (!isDefinition(document)) continue;
      const { group, scope, names, versions } = document.spec;
      if (scope === 'Cluster') clusterScoped.add(`${group}/${names.kind}`);
      for (const { name, served, schema } of versions) {
        if (!served) continue;
        const apiVersion = `${group}/${name}`;
        const whole = strict(schema.openAPIV3Schema);
        const { apiVersion: _a, kind: _k, metadata: _m, ...parts } = whole.properties ?? {};
        kinds[`${apiVersion}/${names.kind}`] = {
          ...resourceSchema(apiVersion, names.kind, parts, whole.required ?? []),
          ...(whole.validations === undefined ? {} : { validations: whole.validations }),
        };
      }
    }
  }
  return { kinds, definitions: {}, clusterScoped };
}

function isDefinition(document: unknown): document is CustomResourceDefinition {
  return (
    typeof document === 'object' &&
    document !== null &&
    'kind' in document &&
    document.kind === 'CustomResourceDefinition'
  );
}

function strict(schema: StructuralSchema): JsonSchema {
  const strictSchema: JsonSchema = { ...kept(schema), ...shape(schema) };
  if (schema.nullable === true && typeof strictSchema.type === 'string')
    strictSchema.type = [strictSchema.type, 'null'];
  const validations = schema['x-kubernetes-validations'];
  if (validations !== undefined)
    strictSchema.validations = validations.map(({ rule, message, messageExpression, fieldPath }) => ({
      rule,
      ...(message === undefined ? {} : { message }),
      ...(messageExpression === undefined ? {} : { messageExpression }),
      ...(fieldPath === undefined ? {} : { fieldPath }),
    }));
  return strictSchema;
}

function kept(schema: StructuralSchema): JsonSchema {
  const isScalar = schema['x-kubernetes-int-or-string'] === true;
  return Object.fromEntries(
    Object.entries(schema).filter(
      ([name]) => KEPT.some((keyword) => keyword === name) && !(isScalar && ['anyOf', 'pattern'].includes(name)),
    ),
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
  return {
    type,
    ...(properties === undefined
      ? {}
      : { properties: Object.fromEntries(Object.entries(properties).map(([name, child]) => [name, strict(child)])) }),
    ...(required === undefined ? {} : { required: [...required] }),
    additionalProperties: typeof additionalProperties === 'object' ? strict(additionalProperties) : open,
  };
}
