import { readFileSync, writeFileSync } from 'node:fs';
import { allRules } from '../lib/judge/policy/rules/all.js';
import { rulesPage } from '../lib/report/rules-page.js';

const file = new URL('../docs/rules.md', import.meta.url);
const page = rulesPage(allRules);

if (!process.argv.includes('--check')) {
  writeFileSync(file, page);
} else if (readFileSync(file, 'utf8') !== page) {
  console.error('docs/rules.md differs from the rules. Run `npm run docs:rules`.');
  process.exitCode = 1;
}
