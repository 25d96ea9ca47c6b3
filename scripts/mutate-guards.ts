import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Guard {
  readonly rule: string;
  readonly guard: string;
}

/** A guard that no test misses, and why that is right. */
interface Reviewed extends Guard {
  readonly reason: string;
}

const root = fileURLToPath(new URL('../', import.meta.url));
const LIST = join(root, 'test/judge/policy/reviewed-guards.json');
const domain = process.argv[2] ?? '';
const folder = mkdtempSync(join(tmpdir(), 'meshwright-guards-'));
const report = join(folder, 'guards.jsonl');
writeFileSync(report, '');

try {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', `test/judge/policy/rules/${domain}`, '--reporter=dot'],
    { cwd: root, stdio: 'inherit', env: { ...process.env, MESHWRIGHT_GUARDS: report } },
  );
  if (status === 0) compare();
  else process.exitCode = 2;
} finally {
  rmSync(folder, { recursive: true });
}

function compare(): void {
  const guards = readFileSync(report, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Guard & { readonly survived: boolean });
  const reviewed = (JSON.parse(readFileSync(LIST, 'utf8')) as Reviewed[]).filter(({ rule }) =>
    rule.startsWith(domain === '' ? '' : `${domain}/`),
  );
  const keyOf = ({ rule, guard }: Guard) => `${rule}: ${guard}`;
  const known = new Set(reviewed.map(keyOf));
  const survivors = new Set(guards.filter(({ survived }) => survived).map(keyOf));
  const untested = [...survivors].filter((key) => !known.has(key)).sort();
  const needless = [...known].filter((key) => !survivors.has(key)).sort();
  console.log(`${guards.length} guards, ${survivors.size} survive, ${known.size} of them reviewed`);
  for (const key of untested) console.error(`No test needs this guard. Add one, or list it with its reason: ${key}`);
  for (const key of needless)
    console.error(`Listed, but a test needs it or it is gone. Remove it from the list: ${key}`);
  process.exitCode = untested.length + needless.length > 0 ? 1 : 0;
}
