import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Artifact } from './generate/artifact.js';

/** Made only where it is named: it reads archives of many projects, most of which have to be fetched. */
const IMPORT = 'import';

/**
 * The artifacts, each after its inputs. A module is loaded only when its turn comes, because the pages depend on the
 * rules that the index then lists.
 */
const ARTIFACTS: Readonly<Record<string, () => Promise<{ readonly artifact: Artifact }>>> = {
  [IMPORT]: () => import('./generate/import.js'),
  'rules:index': () => import('./generate/rules-index.js'),
  'docs:rules': () => import('./generate/docs-rules.js'),
  'docs:intents': () => import('./generate/docs-intents.js'),
  'docs:parity': () => import('./generate/docs-parity.js'),
  'docs:props': () => import('./generate/docs-props.js'),
  'docs:releases': () => import('./generate/docs-releases.js'),
};

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');
const names = process.argv.slice(2).filter((argument) => argument !== '--check');
const unknown = names.filter((name) => !Object.hasOwn(ARTIFACTS, name));
if (unknown.length > 0) {
  console.error(`${unknown.join(', ')} is not known, expected some of ${Object.keys(ARTIFACTS).join(', ')}.`);
  process.exitCode = 2;
} else {
  for (const [name, load] of Object.entries(ARTIFACTS)) {
    if (names.length === 0 ? name !== IMPORT : names.includes(name)) await generate(name, (await load()).artifact);
  }
}

async function generate(name: string, artifact: Artifact): Promise<void> {
  const files = await artifact.files(root);
  const stale = artifact.places.flatMap(pathsBelow).filter((path) => artifact.owns(path) && !files.has(path));
  const changed = [...files.keys()].filter((path) => textOf(path) !== files.get(path));
  if (check) {
    for (const path of [...stale, ...changed].sort()) {
      console.error(`${path} differs from what is generated. Run \`npm run ${name}\`, and commit it.`);
      process.exitCode = 1;
    }
    return;
  }
  for (const path of stale) rmSync(join(root, path));
  for (const path of changed) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files.get(path) ?? '');
  }
  console.log(`${name}: ${files.size} files, ${changed.length} changed, ${stale.length} removed`);
}

function textOf(path: string): string | undefined {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;
}

function pathsBelow(place: string): string[] {
  if (!existsSync(join(root, place))) return [];
  if (statSync(join(root, place)).isFile()) return [place];
  return readdirSync(join(root, place), { withFileTypes: true }).flatMap((entry) =>
    pathsBelow(`${place}/${entry.name}`),
  );
}
