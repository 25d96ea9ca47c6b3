import type { FoldedFile, FoldedSchema } from '../../lib/judge/schema/folded.js';
import { type JsonSchema, type SchemaFile, sorted } from './json-schema.js';

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
  if (versions.slice(first, last).includes(undefined)) throw new Error(`${name} was removed and added again`);
  const since = holders.slice(0, first).some((holder) => holder !== undefined) ? releases[first] : undefined;
  const until = holders.slice(last + 1).some((holder) => holder !== undefined) ? releases[last + 1] : undefined;
  return { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
}

function foldSchema(versions: Versions<JsonSchema>, releases: readonly string[]): FoldedSchema {
  const first = versions.find((version) => version !== undefined) ?? {};
  const properties = foldEach(
    versions.map((version) => version?.properties),
    releases,
  );
  const items = versions.map((version) => version?.items);
  const values = versions.map((version) =>
    typeof version?.additionalProperties === 'object' ? version.additionalProperties : undefined,
  );
  const changes = changesOf(versions, releases);
  return {
    ...keywords(first),
    ...(versions.some((version) => version?.properties !== undefined) ? { properties } : {}),
    ...(items.some((item) => item !== undefined) ? { items: foldSchema(items, releases) } : {}),
    ...(values.some((value) => value !== undefined) ? { additionalProperties: foldSchema(values, releases) } : {}),
    ...(changes.length > 0 ? { changes } : {}),
  };
}

/** The parts of a schema that are compared as a whole. */
function keywords({
  properties: _properties,
  items: _items,
  ...schema
}: JsonSchema): Readonly<Record<string, unknown>> {
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
