/** A CEL rule of a custom resource. */
export interface CelRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly fieldPath?: string;
  /** Whether the rule runs without a former value too. */
  readonly optionalOldSelf?: boolean;
}

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
  allOf?: JsonSchema[];
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
  validations?: CelRule[];
  default?: unknown;
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

/** An object that knows exactly these properties. */
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
