import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(`${root}${path}`));
const textOf = (path: string) => readFileSync(`${root}${path}`, 'utf8');
/** What a command writes, which may be long. */
const GENERATED = /^(imports|dist|docs\/props|docs\/rules)\/|^docs\/rules\.md$/;
/** Pages that are read from the top down, or looked up, and not edited as code is. */
const LONG_PAGES = ['README.md', 'CHANGELOG.md'];
const written = tracked.filter(
  (path) => /\.(ts|mts|mjs|sh|md|ya?ml)$/.test(path) && !GENERATED.test(path) && !LONG_PAGES.includes(path),
);
const source = tracked.filter((path) => /^(lib|systems|scripts|bench)\/.*\.ts$|^main\.ts$/.test(path));

test('files have one concept and stay small', () => {
  const long = written.filter((path) => textOf(path).split('\n').length > 301);
  expect(long).toEqual([]);
});

test('files are named after what is in them', () => {
  const nameless = source.filter((path) => /\/(utils?|helpers?|common|base|misc)\.ts$/.test(path));
  expect(nameless).toEqual([]);
});

test('nothing steps around the compiler or the linter', () => {
  const offences = source.filter((path) =>
    /\bas any\b|: any\b|@ts-(ignore|expect-error|nocheck)|biome-ignore/.test(textOf(path)),
  );
  expect(offences).toEqual([]);
});

test('no test is skipped or narrowed, and no work is left unfinished', () => {
  const skipped = tracked.filter(
    (path) => path.endsWith('.test.ts') && /\b(it|test|describe)\.(skip|todo|only)\(/.test(textOf(path)),
  );
  const unfinished = source.filter((path) => /\b(TODO|FIXME|HACK)\b/.test(textOf(path)));
  expect([...skipped, ...unfinished]).toEqual([]);
});

test('generated files say so and name the command', () => {
  for (const path of tracked.filter((file) => /^imports\/.*\.ts$/.test(file))) {
    expect(textOf(path).split('\n')[0], path).toMatch(/npm run import/);
  }
  expect(textOf('docs/rules.md').split('\n')[0]).toMatch(/npm run docs:rules/);
  expect(textOf('docs/intents.md').split('\n')[0]).toMatch(/npm run docs:intents/);
  expect(textOf('docs/parity.md').split('\n')[0]).toMatch(/npm run docs:parity/);
  expect(textOf('docs/releases.md').split('\n')[0]).toMatch(/npm run docs:releases/);
});

test('the README gives each of the two commands on one line', () => {
  const commands = textOf('README.md')
    .split('\n')
    .filter((line) => line.startsWith('npm ci'));
  expect([...new Set(commands)]).toEqual(['npm ci && npm run synth', 'npm ci && npm test']);
});

test('the dependencies are exact, and the lock file names no registry', () => {
  const { dependencies, devDependencies } = JSON.parse(textOf('package.json'));
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => !/^(npm:@?[a-z0-9/-]+@)?\d+\.\d+\.\d+$/.test(String(version)),
  );
  expect(loose).toEqual([]);
  expect(textOf('package-lock.json')).not.toMatch(/"resolved"/);
});
