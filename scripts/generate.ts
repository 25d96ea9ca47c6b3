import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Artifact } from './generate/artifact.js';
import { ARTIFACTS, differencesOf, IMPORT } from './generate/artifacts.js';

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
  const { files, changed, stale } = await differencesOf(artifact, root);
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
