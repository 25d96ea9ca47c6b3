import { GENERATED } from './generated.js';
import type { Deprecation, ReleaseSchemas } from './json-schema.js';
import { SUPPORTED_FROM } from './projects.js';

const STAGES = ['alpha', 'beta'];

interface Version extends Range {
  readonly version: string;
  readonly file: string;
}

interface Range extends Deprecation {
  readonly since: string;
  readonly until?: string;
  readonly deprecated?: string;
}

/** Rank of an API version as clients prefer it: stable before beta before alpha, then the higher number. */
function rank(version: string): number {
  const [, major, stage, minor] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  const stability = stage === undefined ? STAGES.length : STAGES.indexOf(stage);
  return stability * 10_000 + Number(major) * 100 + Number(minor ?? 0);
}

/** A module that says, for each kind, its scope, and where each of its versions is known from which release on. */
export function kindIndex(projects: ReadonlyMap<string, ReadonlyMap<string, ReleaseSchemas>>): string {
  const groups = new Map<string, Map<string, Version[]>>();
  const clusterScoped = new Set<string>();
  for (const [file, releases] of projects) {
    for (const release of releases.values()) for (const kind of release.clusterScoped) clusterScoped.add(kind);
    for (const [name, range] of ranges(releases)) {
      const [kind = '', version = '', group = ''] = name.split('/').reverse();
      const kinds = groups.get(group) ?? new Map<string, Version[]>();
      groups.set(group, kinds);
      const versions = kinds.get(kind) ?? [];
      kinds.set(kind, versions);
      versions.push({ version, file, ...range });
    }
  }
  const lines = [...groups].sort(byName).map(([group, kinds]) => {
    const entries = [...kinds]
      .sort(byName)
      .map(([kind, versions]) => entry(kind, versions, clusterScoped.has(`${group}/${kind}`)));
    return `  '${group}': {\n${entries.join('\n')}\n  },`;
  });
  const known = [...projects].map(
    ([file, releases]) => `  '${file}': [${[...releases.keys()].map((release) => `'${release}'`).join(', ')}],`,
  );
  return `${GENERATED}
/** A version of a kind, and the releases of a project that serve it. */
export interface KindVersion {
  readonly version: string;
  /** Name of the project's file below \`schemas/\`, without extension. */
  readonly file: string;
  /** The first release known here that serves it. */
  readonly since: string;
  /** The first release known here that does not serve it any more. */
  readonly until?: string;
  /** The first release known here that deprecates it. */
  readonly deprecated?: string;
  /** The release that is announced to remove it. */
  readonly removed?: string;
  /** What upstream names instead of it: \`apiVersion Kind\`. */
  readonly replacement?: string;
}

/** What is known about a kind without its schema. */
export interface KindEntry {
  readonly scope: 'Namespaced' | 'Cluster';
  /** Preferred first. */
  readonly versions: readonly KindVersion[];
}

/** The releases of each project that have schemas, oldest first. */
export const releases: Readonly<Record<string, readonly string[]>> = {
${known.join('\n')}
};

/** The oldest release of each project that upstream supported when the schemas were made. */
export const supportedFrom: Readonly<Record<string, string>> = {
${Object.entries(SUPPORTED_FROM)
  .map(([project, release]) => `  '${project}': '${release}',`)
  .join('\n')}
};

/** API group, empty for the core group, to kind. */
export const kindIndex: Readonly<Record<string, Readonly<Record<string, KindEntry>>>> = {
${lines.join('\n')}
};
`;
}

function ranges(releases: ReadonlyMap<string, ReleaseSchemas>): ReadonlyMap<string, Range> {
  const found = new Map<string, Range>();
  const all = [...releases];
  for (const name of new Set(all.flatMap(([, { kinds }]) => Object.keys(kinds)))) {
    const serving = all.map(([release, { kinds }]) => ({ release, serves: name in kinds }));
    const since = serving.find(({ serves }) => serves)?.release ?? '';
    const last = serving.findLastIndex(({ serves }) => serves);
    const until = serving[last + 1]?.release;
    const [deprecated] = all.filter(([, schemas]) => name in schemas.kinds && schemas.deprecated.has(name));
    found.set(name, {
      since,
      ...(until !== undefined && { until }),
      ...(deprecated !== undefined && { deprecated: deprecated[0], ...announced(deprecated[1].deprecated.get(name)) }),
    });
  }
  return found;
}

function announced({ removed, replacement }: Deprecation = {}): Deprecation {
  return { ...(removed !== undefined && { removed }), ...(replacement !== undefined && { replacement }) };
}

function entry(kind: string, versions: readonly Version[], isClusterScoped: boolean): string {
  const scope = isClusterScoped ? 'Cluster' : 'Namespaced';
  const lines = [...versions]
    .sort((a, b) => rank(b.version) - rank(a.version))
    .map(({ version, file, since, until, deprecated, removed, replacement }) => {
      const facts = Object.entries({ version, file, since, until, deprecated, removed, replacement });
      const stated = facts.flatMap(([name, fact]) => (fact === undefined ? [] : [`${name}: '${fact}'`]));
      return `{ ${stated.join(', ')} }`;
    });
  return `    ${kind}: { scope: '${scope}', versions: [${lines.join(', ')}] },`;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
