/** The part of JSON schema (draft 7) that the generated files use. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  enum?: unknown[];
  const?: string;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  not?: JsonSchema;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  /** The fields that tell the items of a list apart. */
  keys?: string[];
  /** Whether no item may occur twice. */
  set?: boolean;
  /** CEL rules that the API server evaluates on the value. */
  validations?: { rule: string; message?: string; messageExpression?: string; fieldPath?: string }[];
}

/** Schemas of one file, which refer to each other by name. */
export interface SchemaFile {
  /** `apiVersion/kind` to the schema of the whole object. */
  readonly kinds: Record<string, JsonSchema>;
  readonly definitions: Record<string, JsonSchema>;
}

/** The schemas of one release of a project. */
export interface ReleaseSchemas extends SchemaFile {
  /** `group/Kind` of the kinds that belong to no namespace. */
  readonly clusterScoped: ReadonlySet<string>;
}

/** File that holds the Kubernetes kinds; other files refer to its definitions. */
export const KUBERNETES_FILE = 'kubernetes';
export const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
export const PRESERVED: JsonSchema = { type: 'object', additionalProperties: true };
export const INT_OR_STRING: JsonSchema = { type: ['integer', 'string'], format: 'int-or-string' };
export const QUANTITY: JsonSchema = { type: ['number', 'string'], format: 'quantity' };

export function definitionRef(name: string, file = ''): JsonSchema {
  return { $ref: `${file}#/definitions/${name}` };
}

/** An object with exactly these properties. */
export function closedObject(properties: Record<string, JsonSchema>, required: readonly string[]): JsonSchema {
  return {
    type: 'object',
    properties,
    ...(required.length > 0 ? { required: [...required] } : {}),
    additionalProperties: false,
  };
}

/** The schema of a whole custom resource, given its spec and other parts. */
export function resourceSchema(
  apiVersion: string,
  kind: string,
  parts: Record<string, JsonSchema>,
  required: readonly string[],
): JsonSchema {
  return closedObject(
    {
      apiVersion: { const: apiVersion },
      kind: { const: kind },
      metadata: definitionRef(OBJECT_META, KUBERNETES_FILE),
      ...parts,
      ...('status' in parts ? { status: PRESERVED } : {}),
    },
    [
      'apiVersion',
      'kind',
      'metadata',
      ...required.filter((name) => !['apiVersion', 'kind', 'metadata'].includes(name)),
    ],
  );
}

/** Calls `visit` with every schema below `schema`, parents first. */
export function eachSchema(schema: JsonSchema, visit: (schema: JsonSchema) => void): void {
  visit(schema);
  for (const child of Object.values(schema.properties ?? {})) eachSchema(child, visit);
  if (schema.items !== undefined) eachSchema(schema.items, visit);
  if (typeof schema.additionalProperties === 'object') eachSchema(schema.additionalProperties, visit);
  for (const child of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) eachSchema(child, visit);
}

/** A copy with all keys in alphabetical order, so that two runs write the same bytes. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries: [string, unknown][] = Object.entries(value).map(([key, child]) => [key, sorted(child)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
