import type { Fault } from '../../diagnostic.js';
import { isMapping } from '../../formats/mapping.js';
import type { SchemaDocument } from '../../manifest/kind-options.js';
import { groupOf } from '../../manifest/object.js';
import type { ClusterView, Resource } from '../../manifest/resource.js';
import { type FoundKind, isDefinition, readDefinition } from './crd.js';
import { type FileSchema, readJsonSchema } from './json-schema-file.js';

/** What is wrong with a given schema, and where. */
export interface GivenFault {
  readonly document: SchemaDocument;
  readonly fault: Fault;
}

/** The schemas that the user gave. */
export interface GivenKinds {
  readonly definitions: readonly FoundKind[];
  readonly schemas: readonly FileSchema[];
  readonly faults: readonly GivenFault[];
}

/** What is wrong with a definition among the files. */
export interface DefinitionFault {
  readonly resource: Resource;
  readonly fault: Fault;
}

const given = new WeakMap<readonly SchemaDocument[], GivenKinds>();

/** Reads what the user gave, once. Of two schemas for one kind the first counts. */
export function givenKinds(documents: readonly SchemaDocument[]): GivenKinds {
  const known = given.get(documents);
  if (known !== undefined) return known;
  const definitions: FoundKind[] = [];
  const schemas: FileSchema[] = [];
  const faults: GivenFault[] = [];
  for (const document of documents) {
    const { content, file } = document;
    const report = (fault: Fault) => faults.push({ document, fault });
    if (isDefinition(content)) {
      const read = readDefinition(content, file);
      read.faults.forEach(report);
      const other = read.found === undefined ? undefined : sameKind(read.found, definitions);
      if (other !== undefined) report(twice(other.kind, other.origin));
      else if (read.found !== undefined) definitions.push(read.found);
    } else if (!isSchema(content)) {
      report({
        path: '',
        got: 'neither',
        expected: 'a CustomResourceDefinition or a JSON schema',
        fix: 'Leave it out, or name the files with schemas alone.',
      });
    } else {
      const read = readJsonSchema(content, file);
      if ('faults' in read) read.faults.forEach(report);
      else {
        const { kind, group, version } = read.schema;
        const other = schemas.find((one) => one.kind === kind && one.group === group && one.version === version);
        if (other !== undefined) report(twice(kind, other.file));
        else schemas.push(read.schema);
      }
    }
  }
  const kinds = { definitions, schemas, faults };
  given.set(documents, kinds);
  return kinds;
}

/** The kinds that a cluster's own files and the user define, by group and kind; the cluster's own files count first. */
export class FoundKinds {
  readonly #definitions = new Map<string, FoundKind>();
  readonly #schemas: readonly FileSchema[];
  readonly faults: readonly DefinitionFault[];

  constructor(
    { resources, lookedUp = [] }: ClusterView,
    { definitions, schemas }: Pick<GivenKinds, 'definitions' | 'schemas'>,
  ) {
    const faults: DefinitionFault[] = [];
    for (const resource of [...resources, ...lookedUp]) {
      if (!isDefinition(resource.object)) continue;
      const read = readDefinition(resource.object, resource.file);
      for (const fault of read.faults) faults.push({ resource, fault });
      if (read.found === undefined) continue;
      const other = this.#definitions.get(keyOf(read.found));
      if (other === undefined) this.#definitions.set(keyOf(read.found), read.found);
      else faults.push({ resource, fault: { ...twice(other.kind, other.origin), path: 'spec.names.kind' } });
    }
    for (const found of definitions)
      if (!this.#definitions.has(keyOf(found))) this.#definitions.set(keyOf(found), found);
    this.#schemas = schemas;
    this.faults = faults;
  }

  definition(group: string, kind: string): FoundKind | undefined {
    return this.#definitions.get(keyOf({ group, kind }));
  }

  /** The JSON schema of a kind and version. */
  schema(apiVersion: string, kind: string): FileSchema | undefined {
    if (this.#schemas.length === 0) return undefined;
    const group = groupOf(apiVersion).toLowerCase();
    const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
    const named = this.#schemas.filter((one) => one.kind === kind.toLowerCase() && one.version === version);
    return named.find((one) => one.group === group) ?? named.find((one) => one.group === group.split('.')[0]);
  }
}

function isSchema(content: unknown): boolean {
  return (
    isMapping(content) &&
    !('apiVersion' in content && 'kind' in content) &&
    ['type', 'properties', '$schema', '$ref', 'allOf', 'anyOf', 'oneOf'].some((keyword) => keyword in content)
  );
}

function sameKind(found: FoundKind, others: readonly FoundKind[]): FoundKind | undefined {
  return others.find((other) => keyOf(other) === keyOf(found));
}

function keyOf({ group, kind }: Pick<FoundKind, 'group' | 'kind'>): string {
  return `${group}/${kind}`;
}

function twice(kind: string, first: string): Fault {
  return {
    path: '',
    got: `a second schema for ${kind}`,
    expected: 'one schema for each kind',
    effect: `The one of ${first} counts.`,
    fix: 'Remove one of the two.',
  };
}
