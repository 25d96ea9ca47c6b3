import type { JsonSchema } from '../../lib/judge/schema/json-schema.js';

export * from '../../lib/judge/schema/json-schema.js';

/** Schemas of one file, which refer to each other by name. */
export interface SchemaFile {
  /** `apiVersion/kind` to the schema of the whole object. */
  readonly kinds: Record<string, JsonSchema>;
  readonly definitions: Record<string, JsonSchema>;
}

/** What upstream says of a deprecated version of a kind. */
export interface Deprecation {
  /** The release that does not serve it any more, where that is announced. */
  readonly removed?: string;
  /** What to use instead: `flowcontrol.apiserver.k8s.io/v1 FlowSchema`. */
  readonly replacement?: string;
}

/** The schemas of one release of a project. */
export interface ReleaseSchemas extends SchemaFile {
  /** `group/Kind` of the kinds that belong to no namespace. */
  readonly clusterScoped: ReadonlySet<string>;
  /** `apiVersion/kind` of the versions that are deprecated. */
  readonly deprecated: ReadonlyMap<string, Deprecation>;
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
