import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sourceFiles } from './source-files.js';

/** The turns that the style guide refuses: the first column of its last table. */
const guide = readFileSync('CONTRIBUTING.md', 'utf8');
const [, table = ''] = guide.split('| do not write | write |\n| --- | --- |\n');
const turns = table.split('\n').flatMap((line) => /^\| ([^|]+) \|/.exec(line)?.[1]?.split(', ') ?? []);

/** A turn may continue on the next line, of a comment too. */
const BREAK = String.raw`\s+(?:(?:\*|//)\s+)?`;
const refused = new RegExp(
  String.raw`(?<![\w'-])(?:${turns.map((turn) => turn.replaceAll(' ', BREAK)).join('|')})(?![\w-])`,
  'gi',
);

const pages = sourceFiles(
  ['README.md', 'ARCHITECTURE.md', 'docs', 'lib', 'systems', 'scripts', 'bench', 'main.ts'],
  ['.ts', '.md', '.sh'],
);

function refusedIn(text: string): string[] {
  return [...text.matchAll(refused)].map(({ 0: turn, index }) => `${text.slice(0, index).split('\n').length}: ${turn}`);
}

test('messages, comments and pages use none of the turns that the style guide refuses', () => {
  expect(turns.length).toBeGreaterThan(60);
  expect(pages.flatMap(({ path, text }) => refusedIn(text).map((turn) => `${path}:${turn}`))).toEqual([]);
});

test('a turn is found in a line and across two lines of a comment', () => {
  expect(refusedIn('// A cluster, as it stands.')).toEqual(['1: as it stands']);
  expect(refusedIn('/**\n * A cluster, as it\n * stands.\n */')).toEqual(['2: as it\n * stands']);
});

test('the style guide keeps its own rules, beside the bad examples', () => {
  const prose = guide.split('\n').filter((line) => !line.startsWith('|'));
  expect(refusedIn(prose.join('\n'))).toEqual([]);
});
