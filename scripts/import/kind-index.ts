import { clusterScoped } from './crd-groups.js';
import { GENERATED } from './generated.js';
import type { SchemaFile } from './json-schema.js';

const STAGES = ['alpha', 'beta'];

/** Rank of an API version as clients prefer it: stable before beta before alpha, then the higher number. */
function rank(version: string): number {
  const [, major, stage, minor] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  const stability = stage === undefined ? STAGES.length : STAGES.indexOf(stage);
  return stability * 10_000 + Number(major) * 100 + Number(minor ?? 0);
}

/** A module that says, for each kind, its scope, its versions, preferred first, and the file with its schemas. */
export function kindIndex(schemas: ReadonlyMap<string, SchemaFile>): string {
  const groups = new Map<string, Map<string, { versions: string[]; file: string }>>();
  for (const [file, { kinds }] of schemas)
    for (const name of Object.keys(kinds)) {
      const [kind = '', version = '', group = ''] = name.split('/').reverse();
      const entries = groups.get(group) ?? new Map<string, { versions: string[]; file: string }>();
      groups.set(group, entries);
      const entry = entries.get(kind) ?? { versions: [], file };
      entries.set(kind, entry);
      entry.versions.push(version);
    }
  const lines = [...groups].sort(byName).map(([group, entries]) => {
    const kinds = [...entries].sort(byName).map(([kind, { versions, file }]) => {
      const scope = clusterScoped.has(`${group}/${kind}`) ? 'Cluster' : 'Namespaced';
      const preferred = versions.sort((a, b) => rank(b) - rank(a)).map((version) => `'${version}'`);
      return `    ${kind}: { scope: '${scope}', versions: [${preferred.join(', ')}], file: '${file}' },`;
    });
    return `  '${group}': {\n${kinds.join('\n')}\n  },`;
  });
  return `${GENERATED}
/** What is known about a kind without its schema. */
export interface KindEntry {
  readonly scope: 'Namespaced' | 'Cluster';
  /** Served versions that have a schema, preferred first. */
  readonly versions: readonly string[];
  /** Name of the file below \`schemas/\`, without extension. */
  readonly file: string;
}

/** API group, empty for the core group, to kind. */
export const kindIndex: Readonly<Record<string, Readonly<Record<string, KindEntry>>>> = {
${lines.join('\n')}
};
`;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
