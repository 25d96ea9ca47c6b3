import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { allRules } from '../lib/policy/rules/all.js';
import { rulesPage } from '../lib/report/rules-page.js';

const file = new URL('../docs/rules.md', import.meta.url);
const biome = fileURLToPath(new URL('../node_modules/@biomejs/biome/bin/biome', import.meta.url));

// The linter judges Markdown and the YAML in it too, so the page is written in the formatter's own form.
const { status, stdout, stderr } = spawnSync(process.execPath, [biome, 'format', '--stdin-file-path=docs/rules.md'], {
  input: rulesPage(allRules),
  encoding: 'utf8',
});

if (status !== 0) {
  console.error(stderr);
  process.exitCode = 2;
} else if (!process.argv.includes('--check')) {
  writeFileSync(file, stdout);
} else if (readFileSync(file, 'utf8') !== stdout) {
  console.error('docs/rules.md differs from the rules. Run `npm run docs:rules`.');
  process.exitCode = 1;
}
