import {
  closedObject,
  definitionRef,
  INT_OR_STRING,
  type JsonSchema,
  PRESERVED,
  QUANTITY,
  type ReleaseSchemas,
} from '../json-schema.js';

/** The part of OpenAPI v2 that Kubernetes uses. */
interface OpenApiSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly required?: readonly string[];
  readonly items?: OpenApiSchema;
  readonly additionalProperties?: OpenApiSchema;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-group-version-kind'?: readonly GroupVersionKind[];
}

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

interface Operation {
  readonly 'x-kubernetes-action'?: string;
  readonly 'x-kubernetes-group-version-kind'?: GroupVersionKind;
}

export interface OpenApi {
  readonly definitions: Readonly<Record<string, OpenApiSchema>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** The one kind that is part of other objects too, in which its apiVersion and kind may be left out. */
const CLAIM = 'io.k8s.api.core.v1.PersistentVolumeClaim';
const REF = '#/definitions/';
const TIME = /\.(Micro)?Time$/;
/** Types that say less than they are, or nothing. */
const SCALARS: Readonly<Record<string, JsonSchema>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': QUANTITY,
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': INT_OR_STRING,
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': PRESERVED,
  'io.k8s.apimachinery.pkg.runtime.RawExtension': PRESERVED,
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON': {},
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray': {},
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool': {},
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray': {},
};

/**
 * Strict schemas of one release: the fields, required fields and kinds that its OpenAPI document lists, with the closed sets that
 * are given by `definition#field`.
 */
export function kubernetesRelease(
  { definitions, paths }: OpenApi,
  enumerations: ReadonlyMap<string, readonly string[]>,
): Omit<ReleaseSchemas, 'deprecated'> {
  const created = creations(paths);
  const strict: Record<string, JsonSchema> = {};
  const kinds: Record<string, JsonSchema> = {};
  for (const [id, schema] of Object.entries(definitions)) {
    if (scalarOf(id) !== undefined) continue;
    const identity = schema['x-kubernetes-group-version-kind']?.find((kind) => created.has(keyOf(kind)));
    strict[id] = definition(id, schema, enumerations, identity);
    if (identity === undefined) continue;
    kinds[`${apiVersionOf(identity)}/${identity.kind}`] = definitionRef(id);
    if (id === CLAIM) {
      kinds[`${apiVersionOf(identity)}/${identity.kind}`] = { ...strict[id] };
      strict[id].required = (schema.required ?? []).filter((name) => name !== 'apiVersion' && name !== 'kind');
    }
  }
  const clusterScoped = [...created.values()].filter(({ namespaced }) => !namespaced);
  return {
    definitions: reachable(kinds, strict),
    kinds,
    clusterScoped: new Set(clusterScoped.map(({ kind }) => `${kind.group}/${kind.kind}`)),
  };
}

/** The kinds that users can create, and whether in a namespace. Subresources such as Eviction are created below another object. */
function creations(
  paths: OpenApi['paths'],
): Map<string, { readonly kind: GroupVersionKind; readonly namespaced: boolean }> {
  const created = new Map<string, { readonly kind: GroupVersionKind; readonly namespaced: boolean }>();
  for (const [path, operations] of Object.entries(paths)) {
    const kind = operations['post']?.['x-kubernetes-group-version-kind'];
    if (kind !== undefined && !path.includes('{name}'))
      created.set(keyOf(kind), { kind, namespaced: path.includes('{namespace}') });
  }
  return created;
}

function definition(
  id: string,
  { properties = {}, required = [] }: OpenApiSchema,
  enumerations: ReadonlyMap<string, readonly string[]>,
  identity: GroupVersionKind | undefined,
): JsonSchema {
  const fields: Record<string, JsonSchema> = {};
  for (const [name, field] of Object.entries(properties)) {
    const schema = strictSchema(field);
    const values = enumerations.get(`${id}#${name}`);
    const closed = schema.items ?? schema;
    if (values !== undefined && closed.type === 'string') closed.enum = [...values];
    fields[name] = schema;
  }
  if (identity === undefined) return closedObject(fields, required);
  if ('status' in fields) fields['status'] = { ...PRESERVED };
  fields['apiVersion'] = { const: apiVersionOf(identity) };
  fields['kind'] = { const: identity.kind };
  return closedObject(fields, [...new Set(['apiVersion', 'kind', 'metadata', ...required])]);
}

function strictSchema(schema: OpenApiSchema): JsonSchema {
  const { $ref, type, format, items, additionalProperties } = schema;
  if ($ref !== undefined) {
    const id = $ref.slice(REF.length);
    return scalarOf(id) ?? definitionRef(id);
  }
  if (items !== undefined) {
    const keys = schema['x-kubernetes-list-map-keys'];
    const listType = schema['x-kubernetes-list-type'];
    return {
      type: 'array',
      items: strictSchema(items),
      ...(keys === undefined ? {} : { keys: [...keys] }),
      ...(listType === 'set' ? { set: true } : {}),
    };
  }
  if (type === 'object')
    return {
      type,
      additionalProperties: additionalProperties === undefined ? true : strictSchema(additionalProperties),
    };
  return {
    ...(type === undefined ? {} : { type }),
    ...(format === undefined || format === 'double' || format === 'byte' ? {} : { format }),
  };
}

function scalarOf(id: string): JsonSchema | undefined {
  if (TIME.test(id)) return { type: 'string', format: 'date-time' };
  const schema = SCALARS[id];
  return schema === undefined ? undefined : { ...schema };
}

/** The definitions that the kinds lead to. */
function reachable(
  kinds: Readonly<Record<string, JsonSchema>>,
  definitions: Readonly<Record<string, JsonSchema>>,
): Record<string, JsonSchema> {
  const found: Record<string, JsonSchema> = {};
  const open = Object.values(kinds);
  for (let schema = open.pop(); schema !== undefined; schema = open.pop()) {
    const id = schema.$ref?.slice(REF.length);
    const target = id === undefined ? undefined : definitions[id];
    if (id !== undefined && target !== undefined && !(id in found)) {
      found[id] = target;
      open.push(target);
    }
    open.push(...Object.values(schema.properties ?? {}));
    if (schema.items !== undefined) open.push(schema.items);
    if (typeof schema.additionalProperties === 'object') open.push(schema.additionalProperties);
  }
  return found;
}

function apiVersionOf({ group, version }: GroupVersionKind): string {
  return group === '' ? version : `${group}/${version}`;
}

function keyOf({ group, version, kind }: GroupVersionKind): string {
  return `${group}/${version}/${kind}`;
}
