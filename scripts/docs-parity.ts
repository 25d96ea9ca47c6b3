import { readFileSync, writeFileSync } from 'node:fs';
import { INTENDED } from '../lib/parity/intended.js';
import { parityPage } from '../lib/parity/parity-page.js';

const file = new URL('../docs/parity.md', import.meta.url);
const page = parityPage(INTENDED);

if (!process.argv.includes('--check')) {
  writeFileSync(file, page);
} else if (readFileSync(file, 'utf8') !== page) {
  console.error('docs/parity.md differs from lib/parity. Run `npm run docs:parity`.');
  process.exitCode = 1;
}
