import type { Definition, Presence } from './definition.js';
import type { FoldedSchema } from './folded.js';

/** Keywords that do not validate a value here. */
const NOT_JUDGED_HERE: ReadonlySet<string> = new Set(['$ref', 'default', 'keys', 'set', 'validations']);

/** The target of a schema: one release of one project. */
export interface Reading {
  /** The project's file, in which references without a file name are looked up. */
  readonly file: string;
  /** The releases of the project, oldest first. */
  readonly releases: readonly string[];
  readonly release: string;
}

/** The schema of one release. Its unknown fields, and fields that later releases added, are recorded next to it. */
export function unfold(folded: FoldedSchema, reading: Reading): Definition {
  const { since: _since, until: _until, changes = [], properties, items, additionalProperties, ...first } = folded;
  const keywords = changed(first, changes, reading);
  if (typeof keywords['$ref'] === 'string') return { definition: fullName(keywords['$ref'], reading.file) };
  const closed = otherValues(first, changes, keywords);
  const added = addedValues(first, changes, keywords);
  return {
    ...Object.fromEntries(Object.entries(keywords).filter(([name]) => !NOT_JUDGED_HERE.has(name))),
    ...(closed === undefined ? {} : { otherValues: closed }),
    ...(added === undefined ? {} : { newerValues: added }),
    ...(properties === undefined ? {} : unfoldProperties(properties, reading)),
    ...withoutPreset(keywords['required'], properties ?? {}, reading),
    ...(items === undefined ? {} : { items: unfold(items, reading) }),
    ...(additionalProperties === undefined || typeof additionalProperties === 'boolean'
      ? {}
      : { additionalProperties: unfold(additionalProperties, reading) }),
    ...(typeof additionalProperties === 'boolean' ? { additionalProperties } : {}),
  };
}

/** Whether a release has what exists from `since` until before `until`. */
export function isKnown(
  { since, until }: Presence,
  { releases, release }: Pick<Reading, 'releases' | 'release'>,
): boolean {
  const here = releases.indexOf(release);
  return (
    (since === undefined || releases.indexOf(since) <= here) && (until === undefined || here < releases.indexOf(until))
  );
}

/** The API server fills in what has a default before it asks for what is required. */
function withoutPreset(
  required: unknown,
  properties: Readonly<Record<string, FoldedSchema>>,
  reading: Reading,
): Pick<Definition, 'required'> {
  if (!Array.isArray(required)) return {};
  const isPreset = (name: string) => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return schema !== undefined && 'default' in changed(schema, schema.changes ?? [], reading);
  };
  return { required: required.map(String).filter((name) => !isPreset(name)) };
}

function unfoldProperties(
  properties: Readonly<Record<string, FoldedSchema>>,
  reading: Reading,
): Pick<Definition, 'properties' | 'otherReleases' | 'newer'> {
  const known: Record<string, Definition> = {};
  const others: Record<string, Presence> = {};
  const newer: Record<string, string> = {};
  for (const [name, schema] of Object.entries(properties)) {
    const { since, until } = schema;
    if (isKnown(schema, reading)) {
      known[name] = unfold(schema, reading);
      if (since !== undefined) newer[name] = since;
    } else others[name] = { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
  }
  return {
    properties: known,
    ...(Object.keys(others).length > 0 ? { otherReleases: others } : {}),
    ...(Object.keys(newer).length > 0 ? { newer } : {}),
  };
}

/** The keywords after the changes up to the release. */
export function changed(
  first: Readonly<Record<string, unknown>>,
  changes: NonNullable<FoldedSchema['changes']>,
  { releases, release }: Reading,
): Record<string, unknown> {
  const here = releases.indexOf(release);
  const keywords = { ...first };
  for (const [since, replaced] of changes) {
    if (releases.indexOf(since) > here) break;
    Object.assign(keywords, replaced);
  }
  return Object.fromEntries(Object.entries(keywords).filter(([, value]) => value !== null));
}

/** Values of a closed set in other releases, and the first release that has each. */
function otherValues(
  first: Readonly<Record<string, unknown>>,
  changes: NonNullable<FoldedSchema['changes']>,
  { enum: here }: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> | undefined {
  if (!Array.isArray(here)) return undefined;
  const known: readonly unknown[] = here;
  const others: Record<string, string> = {};
  for (const [since, { enum: values }] of changes)
    for (const value of Array.isArray(values) ? values : [])
      if (!known.includes(value)) others[String(value)] ??= since;
  for (const value of Array.isArray(first['enum']) ? first['enum'] : [])
    if (!known.includes(value)) others[String(value)] = '';
  return Object.keys(others).length > 0 ? others : undefined;
}

/** Values of a closed set that an older release refuses, and the first release that has each. */
function addedValues(
  first: Readonly<Record<string, unknown>>,
  changes: NonNullable<FoldedSchema['changes']>,
  { enum: here }: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> | undefined {
  const { enum: oldest } = first;
  if (!Array.isArray(here) || !Array.isArray(oldest)) return undefined;
  const added = here
    .filter((value) => !oldest.includes(value))
    .flatMap((value) => {
      const change = changes.find(([, { enum: values }]) => Array.isArray(values) && values.includes(value));
      return change === undefined ? [] : [[String(value), change[0]] as const];
    });
  return added.length > 0 ? Object.fromEntries(added) : undefined;
}

/** `<file>#<name>` of a definition that a schema of a file refers to. */
export function fullName(reference: string, file: string): string {
  const [from = '', name = ''] = reference.split('#/definitions/');
  return `${from === '' ? file : from}#${name}`;
}
