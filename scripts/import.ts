import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importedFiles } from './import/outputs.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(root, 'imports');

function presentFiles(): string[] {
  if (!existsSync(target)) return [];
  return readdirSync(target, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(target.length + 1)
        .replaceAll('\\', '/'),
    );
}

const expected = importedFiles(join(root, 'node_modules'));
const stale = presentFiles().filter((path) => !expected.has(path));
const changed = [...expected]
  .filter(([path, text]) => !existsSync(join(target, path)) || readFileSync(join(target, path), 'utf8') !== text)
  .map(([path]) => path);
const drifted = [...stale, ...changed].sort();

if (process.argv.includes('--check')) {
  for (const path of drifted) console.error(`imports/${path} differs from what the import makes. Run: npm run import`);
  process.exitCode = drifted.length > 0 ? 1 : 0;
} else {
  for (const path of stale) rmSync(join(target, path));
  for (const path of changed) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), expected.get(path) ?? '');
  }
  console.log(`imports/: ${expected.size} files, ${drifted.length} changed`);
}
