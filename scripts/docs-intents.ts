import { readFileSync, writeFileSync } from 'node:fs';
import { ISTIO_EXPRESSIONS } from '../lib/write/istio/expressions.js';
import { LINKERD_EXPRESSIONS } from '../lib/write/linkerd/expressions.js';
import { intentsPage } from '../lib/write/workload/intents/intents-page.js';

const file = new URL('../docs/intents.md', import.meta.url);
const page = intentsPage({ Linkerd: LINKERD_EXPRESSIONS, Istio: ISTIO_EXPRESSIONS });

if (!process.argv.includes('--check')) {
  writeFileSync(file, page);
} else if (readFileSync(file, 'utf8') !== page) {
  console.error('docs/intents.md differs from the expressions of the meshes. Run `npm run docs:intents`.');
  process.exitCode = 1;
}
