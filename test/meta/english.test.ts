import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sourceFiles } from './source-files.js';

/** The turns that the style guide refuses: the first column of its last table. */
const guide = readFileSync('CONTRIBUTING.md', 'utf8');
const [, table = ''] = guide.split('| do not write | write |\n| --- | --- |\n');
const turns = table.split('\n').flatMap((line) => /^\| ([^|]+) \|/.exec(line)?.[1]?.split(', ') ?? []);

const pages = sourceFiles(
  ['README.md', 'ARCHITECTURE.md', 'docs', 'lib', 'systems', 'scripts', 'bench', 'main.ts'],
  ['.ts', '.md', '.sh'],
);

test('messages, comments and pages use none of the turns that the style guide refuses', () => {
  expect(turns.length).toBeGreaterThan(20);
  const refused = new RegExp(`(?<![\\w'-])(${turns.join('|')})(?![\\w-])`, 'i');
  const offences = pages.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (refused.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 160)}`] : [])),
  );
  expect(offences).toEqual([]);
});

test('the style guide keeps its own rules, beside the bad examples', () => {
  const refused = new RegExp(`(?<![\\w'-])(${turns.join('|')})(?![\\w-])`, 'i');
  const prose = guide.split('\n').filter((line) => !line.startsWith('|'));
  expect(prose.filter((line) => refused.test(line))).toEqual([]);
});
