import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Guard {
  readonly rule: string;
  readonly guard: string;
}

interface Tried extends Guard {
  readonly survived: boolean;
}

/** A guard that no test needs, and why that is right. */
interface Reviewed extends Guard {
  readonly reason: string;
}

interface Tally {
  readonly guards: number;
  readonly survivors: number;
  /** A sentence for each guard that is untested, or listed needlessly. */
  readonly problems: readonly string[];
}

const root = fileURLToPath(new URL('../', import.meta.url));
const TESTS = 'test/judge/policy/rules';
const reviewed = JSON.parse(readFileSync(join(root, 'test/judge/policy/reviewed-guards.json'), 'utf8')) as Reviewed[];
const domains = readdirSync(join(root, TESTS), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const [wanted] = process.argv.slice(2);
if (wanted !== undefined && !domains.includes(wanted)) {
  console.error(`No domain ${wanted}. Name one of: ${domains.join(', ')}`);
  process.exitCode = 2;
} else {
  process.exitCode = tryAll(wanted === undefined ? domains : [wanted]);
}

/** 0 if every guard is needed or reviewed, 1 if one is not, 2 if the tests of a domain fail without any change. */
function tryAll(chosen: readonly string[]): number {
  const tallies: Tally[] = [];
  for (const [number, domain] of chosen.entries()) {
    const tried = guardsOf(domain);
    if (tried === undefined) {
      console.error(`The tests of ${domain} fail or stop early: see above.`);
      return 2;
    }
    const tally = tallyOf(domain, tried);
    tallies.push(tally);
    console.log(
      `[${number + 1}/${chosen.length}] ${domain}: ${tally.guards} guards, ${tally.survivors} survive, ${tally.problems.length} problems`,
    );
    for (const problem of tally.problems) console.error(`  ${problem}`);
  }
  const sum = (count: (tally: Tally) => number) => tallies.reduce((total, tally) => total + count(tally), 0);
  const problems = sum((tally) => tally.problems.length);
  console.log(
    `${sum(({ guards }) => guards)} guards, ${sum(({ survivors }) => survivors)} survive, ${problems} problems: ${problems === 0 ? 'passed' : 'failed'}`,
  );
  return problems === 0 ? 0 : 1;
}

/** Each guard of a domain's rules; undefined if the tests fail. */
function guardsOf(domain: string): readonly Tried[] | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-guards-'));
  const report = join(folder, 'guards.jsonl');
  writeFileSync(report, '');
  try {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', `${TESTS}/${domain}/`, '--reporter=dot'],
      { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26, env: { ...process.env, MESHWRIGHT_GUARDS: report } },
    );
    if (status !== 0) {
      process.stderr.write(`${stdout}${stderr}`);
      return undefined;
    }
    return readFileSync(report, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Tried);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function tallyOf(domain: string, tried: readonly Tried[]): Tally {
  const keyOf = ({ rule, guard }: Guard) => `${rule}: ${guard}`;
  const known = new Set(reviewed.filter(({ rule }) => rule.startsWith(`${domain}/`)).map(keyOf));
  const survivors = new Set(tried.filter(({ survived }) => survived).map(keyOf));
  const untested = [...survivors].filter((key) => !known.has(key)).sort();
  const needless = [...known].filter((key) => !survivors.has(key)).sort();
  return {
    guards: tried.length,
    survivors: survivors.size,
    problems: [
      ...untested.map((key) => `No test needs this guard. Add one, or list it with its reason: ${key}`),
      ...needless.map((key) => `Listed, but a test needs it or it is gone. Remove it from the list: ${key}`),
    ],
  };
}
