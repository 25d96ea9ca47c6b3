import { type JsonSchema, type SchemaFile, sorted } from './json-schema.js';

/**
 * A schema of several releases. It is the schema of the oldest release that knows it; `changes` replace keywords from a release
 * on (null takes one away), and a property, definition or kind is known from `since` until before `until`.
 */
export interface FoldedSchema extends Omit<JsonSchema, 'properties' | 'items' | 'additionalProperties'> {
  since?: string;
  until?: string;
  changes?: [release: string, keywords: Record<string, unknown>][];
  properties?: Record<string, FoldedSchema>;
  items?: FoldedSchema;
  additionalProperties?: boolean | FoldedSchema;
}

/** The schemas of every release of a project, oldest first, as one. */
export interface FoldedFile {
  readonly releases: readonly string[];
  readonly kinds: Readonly<Record<string, FoldedSchema>>;
  readonly definitions: Readonly<Record<string, FoldedSchema>>;
}

type Versions<T> = readonly (T | undefined)[];

/** Folds the schemas of one release each, oldest first. */
export function fold(files: ReadonlyMap<string, SchemaFile>): FoldedFile {
  const releases = [...files.keys()];
  const all = [...files.values()];
  return {
    releases,
    kinds: foldEach(
      all.map(({ kinds }) => kinds),
      releases,
    ),
    definitions: foldEach(
      all.map(({ definitions }) => definitions),
      releases,
    ),
  };
}

function foldEach(
  maps: Versions<Readonly<Record<string, JsonSchema>>>,
  releases: readonly string[],
): Record<string, FoldedSchema> {
  const names = new Set(maps.flatMap((map) => Object.keys(map ?? {})));
  return Object.fromEntries(
    [...names].sort().map((name) => {
      const versions = maps.map((map) => map?.[name]);
      return [name, { ...foldSchema(versions, releases), ...presence(versions, maps, releases, name) }];
    }),
  );
}

/** When a property is there, among the releases that have the mapping at all. */
function presence(
  versions: Versions<unknown>,
  holders: Versions<unknown>,
  releases: readonly string[],
  name: string,
): Pick<FoldedSchema, 'since' | 'until'> {
  const first = versions.findIndex((version) => version !== undefined);
  const last = versions.findLastIndex((version) => version !== undefined);
  if (versions.slice(first, last).includes(undefined)) throw new Error(`${name} went and came back`);
  const since = holders.slice(0, first).some((holder) => holder !== undefined) ? releases[first] : undefined;
  const until = holders.slice(last + 1).some((holder) => holder !== undefined) ? releases[last + 1] : undefined;
  return { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
}

function foldSchema(versions: Versions<JsonSchema>, releases: readonly string[]): FoldedSchema {
  const present = versions.filter((version) => version !== undefined);
  const properties = foldEach(
    versions.map((version) => version?.properties),
    releases,
  );
  const folded: FoldedSchema = keywords(present[0] ?? {});
  if (Object.keys(properties).length > 0) folded.properties = properties;
  if (present.some(({ items }) => items !== undefined))
    folded.items = foldSchema(
      versions.map((version) => version?.items),
      releases,
    );
  const values = versions.map((version) =>
    typeof version?.additionalProperties === 'object' ? version.additionalProperties : undefined,
  );
  if (values.some((value) => value !== undefined)) folded.additionalProperties = foldSchema(values, releases);
  const changes = changesOf(versions, releases);
  if (changes.length > 0) folded.changes = changes;
  return folded;
}

/** What of a schema is compared as a whole. */
function keywords({
  properties: _properties,
  items: _items,
  ...schema
}: JsonSchema): Omit<FoldedSchema, 'properties' | 'items'> {
  const { additionalProperties, ...rest } = schema;
  return typeof additionalProperties === 'boolean' ? { ...rest, additionalProperties } : rest;
}

function changesOf(versions: Versions<JsonSchema>, releases: readonly string[]): [string, Record<string, unknown>][] {
  const changes: [string, Record<string, unknown>][] = [];
  let before: Record<string, unknown> | undefined;
  for (const [index, version] of versions.entries()) {
    if (version === undefined) continue;
    const after: Record<string, unknown> = { ...keywords(version) };
    const changed = before === undefined ? {} : difference(before, after);
    if (Object.keys(changed).length > 0) changes.push([releases[index] ?? '', changed]);
    before = after;
  }
  return changes;
}

function difference(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return Object.fromEntries(
    [...names]
      .filter((name) => textOf(before[name]) !== textOf(after[name]))
      .map((name) => [name, after[name] ?? null]),
  );
}

function textOf(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? '';
}
