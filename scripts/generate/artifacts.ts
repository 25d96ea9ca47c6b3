import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Artifact } from './artifact.js';

/** Generated only where it is named: it reads archives of many projects, most of which have to be fetched. */
export const IMPORT = 'import';

/**
 * The artifacts, each after its inputs. A module is loaded only when its turn comes, because the pages depend on the
 * rules that the index then lists.
 */
export const ARTIFACTS: Readonly<Record<string, () => Promise<{ readonly artifact: Artifact }>>> = {
  [IMPORT]: () => import('./import.js'),
  'rules:index': () => import('./rules-index.js'),
  'docs:rules': () => import('./docs-rules.js'),
  'docs:intents': () => import('./docs-intents.js'),
  'docs:parity': () => import('./docs-parity.js'),
  'docs:upgrade': () => import('./docs-upgrade.js'),
  'docs:props': () => import('./docs-props.js'),
  'docs:releases': () => import('./docs-releases.js'),
};

/** How the committed files of an artifact differ from what is generated. */
export interface Differences {
  readonly files: ReadonlyMap<string, string>;
  /** Files that are missing or have other contents. */
  readonly changed: readonly string[];
  /** Files that nothing generates. */
  readonly stale: readonly string[];
}

export async function differencesOf(artifact: Artifact, root: string): Promise<Differences> {
  const files = await artifact.files(root);
  const committed = artifact.places.flatMap((place) => pathsBelow(root, place));
  return {
    files,
    changed: [...files.keys()].filter((path) => textOf(join(root, path)) !== files.get(path)),
    stale: committed.filter((path) => artifact.owns(path) && !files.has(path)),
  };
}

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function pathsBelow(root: string, place: string): string[] {
  if (!existsSync(join(root, place))) return [];
  if (statSync(join(root, place)).isFile()) return [place];
  return readdirSync(join(root, place), { withFileTypes: true }).flatMap((entry) =>
    pathsBelow(root, `${place}/${entry.name}`),
  );
}
