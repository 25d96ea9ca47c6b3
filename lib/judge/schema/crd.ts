import type { Fault } from '../../diagnostic.js';
import { isMapping } from '../../formats/mapping.js';
import type { Json } from '../../manifest/object.js';
import { contradictions } from './contradictions.js';
import type { FoldedSchema } from './folded.js';
import { schemaPattern } from './pattern.js';
import { customResourceSchema, type StructuralSchema } from './structural.js';

/** A kind whose schemas came with the files or were given. */
export interface FoundKind {
  readonly group: string;
  readonly kind: string;
  /** Undefined if the schema does not say. */
  readonly scope: 'Namespaced' | 'Cluster' | undefined;
  /** Where it is from: `CustomResourceDefinition rollouts.argoproj.io in crds.yaml`. */
  readonly origin: string;
  /** Each served version with what makes its schema. */
  readonly versions: ReadonlyMap<string, () => FoldedSchema>;
  /** Served versions whose schema cannot be used. */
  readonly broken: ReadonlySet<string>;
}

/** What a definition says, and what is wrong with it. */
export interface ReadDefinition {
  /** Undefined if the definition does not tell the kind. */
  readonly found: FoundKind | undefined;
  readonly faults: readonly Fault[];
}

/** One schema for one text: clusters of a fleet have the same definitions. */
const converted = new Map<string, FoldedSchema>();

/** Whether a document defines a custom resource. */
export function isDefinition(content: Json): boolean {
  return (
    isMapping(content) &&
    content['kind'] === 'CustomResourceDefinition' &&
    String(content['apiVersion']).startsWith('apiextensions.k8s.io/')
  );
}

/** Reads the definition of a custom resource. A version that contradicts itself has no schema; the others stay. */
export function readDefinition(content: Json, file: string): ReadDefinition {
  const spec = mappingAt(content, 'spec');
  const group = textAt(spec, 'group');
  const kind = textAt(mappingAt(spec, 'names'), 'kind');
  const faults: Fault[] = [];
  if (mappingAt(content)['apiVersion'] !== 'apiextensions.k8s.io/v1')
    faults.push({
      path: 'apiVersion',
      got: String(mappingAt(content)['apiVersion']),
      expected: 'apiextensions.k8s.io/v1, which holds a schema for each version',
      fix: 'Convert the definition to apiextensions.k8s.io/v1.',
    });
  if (group === undefined) faults.push(lacking('spec.group', 'the group of the kind'));
  if (kind === undefined) faults.push(lacking('spec.names.kind', 'the name of the kind'));
  const listed = spec['versions'];
  if (!Array.isArray(listed) || listed.length === 0) faults.push(lacking('spec.versions', 'a list of versions'));
  if (faults.length > 0 || group === undefined || kind === undefined || !Array.isArray(listed))
    return { found: undefined, faults };
  const versions = new Map<string, () => FoldedSchema>();
  const broken = new Set<string>();
  for (const [index, entry] of listed.entries()) {
    const version = mappingAt(entry);
    const name = textAt(version, 'name');
    const path = `spec.versions[${index}]`;
    if (name === undefined) faults.push(lacking(`${path}.name`, 'the name of the version'));
    else if (version['served'] === true) {
      const schema = mappingAt(version, 'schema')['openAPIV3Schema'];
      const wrong =
        schema === undefined
          ? [lacking(`${path}.schema.openAPIV3Schema`, 'the schema of the version')]
          : [...faultsOf(schema, `${path}.schema.openAPIV3Schema`)];
      faults.push(...wrong);
      if (wrong.length > 0) broken.add(name);
      else versions.set(name, () => schemaOf(`${group}/${name}`, kind, schema as StructuralSchema));
    }
  }
  const scope = spec['scope'] === 'Cluster' ? 'Cluster' : 'Namespaced';
  const origin = `CustomResourceDefinition ${textAt(mappingAt(content, 'metadata'), 'name') ?? kind} in ${file}`;
  return { found: { group, kind, scope, origin, versions, broken }, faults };
}

function* faultsOf(schema: Json, path: string): Iterable<Fault> {
  if (mappingAt(schema)['type'] !== 'object')
    yield {
      path: `${path}.type`,
      got: JSON.stringify(mappingAt(schema)['type']) ?? 'nothing',
      expected: '"object", since every resource is a mapping',
      fix: 'Set type to object.',
    };
  // Every object has these three, whether its schema names them or not.
  const { required, ...rest } = mappingAt(schema);
  const own = Array.isArray(required) ? required.filter((name) => !IDENTITY.has(String(name))) : required;
  const root = own === undefined ? rest : { ...rest, required: own };
  yield* contradictions(root, path, isClosed);
  yield* unreadablePatterns(schema, path);
}

const IDENTITY: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

function isClosed(schema: Readonly<Record<string, unknown>>): boolean {
  return (
    schema['additionalProperties'] === undefined &&
    schema['x-kubernetes-preserve-unknown-fields'] !== true &&
    schema['x-kubernetes-embedded-resource'] !== true
  );
}

function* unreadablePatterns(schema: Json, path: string): Iterable<Fault> {
  const { pattern, properties, items, additionalProperties } = mappingAt(schema);
  if (typeof pattern === 'string' && !isReadable(pattern))
    yield {
      path: `${path}.pattern`,
      got: pattern,
      expected: 'a regular expression',
      effect: 'Objects of this version are not judged by schema.',
      fix: 'Correct the pattern, or write it without what only Go reads.',
    };
  for (const [name, child] of Object.entries(mappingAt(properties ?? null)))
    yield* unreadablePatterns(child, `${path}.properties.${name}`);
  if (items !== undefined) yield* unreadablePatterns(items, `${path}.items`);
  if (additionalProperties !== undefined)
    yield* unreadablePatterns(additionalProperties, `${path}.additionalProperties`);
}

function isReadable(pattern: string): boolean {
  try {
    schemaPattern(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}

function schemaOf(apiVersion: string, kind: string, schema: StructuralSchema): FoldedSchema {
  const key = `${apiVersion}/${kind} ${JSON.stringify(schema)}`;
  const known = converted.get(key);
  if (known !== undefined) return known;
  // The types differ only in what each may write.
  const made = customResourceSchema(apiVersion, kind, schema) as FoldedSchema;
  converted.set(key, made);
  return made;
}

function lacking(path: string, expected: string): Fault {
  return { path, got: 'nothing', expected, fix: `Add ${path}.` };
}

function mappingAt(value: Json | undefined, name?: string): Readonly<Record<string, Json>> {
  const here = name === undefined ? value : mappingAt(value)[name];
  return isMapping(here) ? here : {};
}

function textAt(mapping: Readonly<Record<string, Json>>, name: string): string | undefined {
  const value = mapping[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
