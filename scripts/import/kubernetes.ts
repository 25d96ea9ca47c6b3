import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import {
  closedObject,
  definitionRef,
  INT_OR_STRING,
  type JsonSchema,
  OBJECT_META,
  PRESERVED,
  QUANTITY,
  type SchemaFile,
} from './json-schema.js';
import { kubernetesFacts, WITHOUT_STATUS, withStatus } from './kubernetes-facts.js';
import { readRawModels } from './raw-models.js';

const GVK = /(Kube\w+)\.GVK = \{\s*apiVersion: '([^']+)',\s*kind: '([^']+)'/g;
/** The only enumeration in the declarations. */
const DELETE_OPTIONS_KIND = 'IoK8SApimachineryPkgApisMetaV1DeleteOptionsKind';
const INTEGER_FORMATS = ['int32', 'int64'];
/** Kinds that also occur inside other objects, where apiVersion and kind are optional. */
const EMBEDDED = 'io.k8s.api.core.v1.PersistentVolumeClaim';

/** The id of the upstream definition, or `id#field`, which the declarations keep in a `@schema` tag. */
function schemaTag(node: ts.Node): string | undefined {
  const tag = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === 'schema');
  return tag === undefined ? undefined : ts.getTextOfJSDocComment(tag.comment)?.trim();
}

function typeSchema(type: ts.TypeNode, idOf: ReadonlyMap<string, string>): JsonSchema {
  switch (type.kind) {
    case ts.SyntaxKind.StringKeyword:
      return { type: 'string' };
    case ts.SyntaxKind.NumberKeyword:
      return { type: 'number' };
    case ts.SyntaxKind.BooleanKeyword:
      return { type: 'boolean' };
    case ts.SyntaxKind.AnyKeyword:
      return {};
  }
  if (ts.isArrayTypeNode(type)) return { type: 'array', items: typeSchema(type.elementType, idOf) };
  if (ts.isTypeLiteralNode(type)) {
    const value = type.members.find(ts.isIndexSignatureDeclaration)?.type;
    return { type: 'object', additionalProperties: value === undefined ? true : typeSchema(value, idOf) };
  }
  if (ts.isTypeReferenceNode(type)) {
    const name = type.typeName.getText();
    if (name === 'IntOrString') return { ...INT_OR_STRING };
    if (name === 'Quantity') return { ...QUANTITY };
    if (name === 'Date') return { type: 'string', format: 'date-time' };
    const id = idOf.get(name);
    if (id !== undefined) return definitionRef(id);
    if (name === DELETE_OPTIONS_KIND) return { type: 'string' };
  }
  throw new Error(`k8s.d.ts: no schema for the type ${type.getText()}`);
}

/** Adds what declarations cannot say: closed sets of values, and which numbers are whole. */
function addFacets(schema: JsonSchema, raw: JsonSchema | undefined): void {
  if (schema.type === 'number') schema.type = raw?.type === 'number' ? 'number' : 'integer';
  if (raw === undefined) return;
  if (raw.enum !== undefined && schema.type === 'string') schema.enum = raw.enum;
  if (raw.format !== undefined && INTEGER_FORMATS.includes(raw.format)) schema.format = raw.format;
}

/**
 * Exact schemas of Kubernetes 1.28: fields from cdk8s-plus-28, closed sets and number formats from the 1.27 literals of
 * kubernetes-models wherever both have the field.
 */
export function kubernetesSchemas(modules: string): SchemaFile {
  const folder = join(modules, 'cdk8s-plus-28/lib/imports');
  const raw = readRawModels(join(modules, 'kubernetes-models/_schemas'));
  const source = ts.createSourceFile(
    'k8s.d.ts',
    readFileSync(join(folder, 'k8s.d.ts'), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const interfaces = source.statements.filter(ts.isInterfaceDeclaration);
  const idOf = new Map(
    interfaces.flatMap((node) => {
      const id = schemaTag(node);
      return id === undefined ? [] : [[node.name.text, id] as const];
    }),
  );
  const definitions: Record<string, JsonSchema> = {};
  for (const node of interfaces) {
    const id = idOf.get(node.name.text);
    if (id === undefined || id.endsWith('List')) continue;
    const properties: Record<string, JsonSchema> = {};
    const required: string[] = [];
    for (const member of node.members.filter(ts.isPropertySignature)) {
      const field = schemaTag(member)?.split('#').slice(1).join('#');
      if (field === undefined || member.type === undefined) throw new Error(`k8s.d.ts: ${id} has an untagged field`);
      const schema = typeSchema(member.type, idOf);
      addFacets(schema, raw.get(id)?.properties?.[field]);
      properties[field] = { ...schema, ...kubernetesFacts[`${id}#${field}`] };
      if (member.questionToken === undefined) required.push(field);
    }
    definitions[id] = closedObject(properties, required);
  }
  for (const place of Object.keys(kubernetesFacts)) {
    const [id = '', field = ''] = place.split('#');
    if (definitions[id]?.properties?.[field] === undefined) throw new Error(`There is no field ${place}`);
  }
  return { definitions, kinds: kindSchemas(readFileSync(join(folder, 'k8s.js'), 'utf8'), idOf, raw, definitions) };
}

function kindSchemas(
  classes: string,
  idOf: ReadonlyMap<string, string>,
  raw: ReadonlyMap<string, JsonSchema>,
  definitions: Readonly<Record<string, JsonSchema>>,
): Record<string, JsonSchema> {
  const kinds: Record<string, JsonSchema> = {};
  for (const [, className, apiVersion, kind] of classes.matchAll(GVK)) {
    const id = idOf.get(`${className}Props`);
    const definition = id === undefined ? undefined : definitions[id];
    if (id === undefined || definition === undefined || apiVersion === undefined || kind === undefined) continue;
    const identity = { apiVersion: { const: apiVersion }, kind: { const: kind } };
    definition.properties = {
      ...identity,
      ...definition.properties,
      metadata: definitionRef(OBJECT_META),
      ...(hasStatus(id, raw) ? { status: PRESERVED } : {}),
    };
    if (id === EMBEDDED) kinds[`${apiVersion}/${kind}`] = withIdentity(definition);
    else {
      definition.required = ['apiVersion', 'kind', 'metadata', ...(definition.required ?? [])];
      kinds[`${apiVersion}/${kind}`] = definitionRef(id);
    }
  }
  return kinds;
}

function hasStatus(id: string, raw: ReadonlyMap<string, JsonSchema>): boolean {
  if (id === WITHOUT_STATUS) return false;
  return withStatus.has(id) || raw.get(id)?.properties?.['status'] !== undefined;
}

function withIdentity(definition: JsonSchema): JsonSchema {
  return { ...definition, required: ['apiVersion', 'kind', 'metadata', ...(definition.required ?? [])] };
}
