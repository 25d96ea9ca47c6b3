import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newRuleFiles, refusalOf, testFile } from './new-rule/files.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const words = process.argv.slice(2);
const refusal = refusalOf(words, (path) => existsSync(join(root, path)));

if (refusal === undefined) {
  const [id = ''] = words;
  const files = newRuleFiles(id);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/generate.ts', 'rules:index'], { cwd: root });
  console.log(`${[...files.keys()].join('\n')}
Write the fact, its reason and its source, then the check and the two examples, until this passes:
  npx vitest run ${testFile(id)}
Then: npm run docs:rules, and a line in CHANGELOG.md.`);
} else {
  console.error(refusal);
  process.exitCode = 2;
}
