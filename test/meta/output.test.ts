import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readRoots } from '../../lib/cli/roots.js';
import { synthesizeFleet } from '../../lib/write/fleet/synthesize.js';
import { allSystems } from '../../systems/all.js';
import { sourceFiles } from './source-files.js';

const synthesized = () => {
  const files = new Map<string, string>();
  for (const fleet of allSystems({ roots: (name) => readRoots(name) })) {
    for (const output of synthesizeFleet(fleet))
      for (const { path, text } of output.files) files.set(`dist/${path}`, text);
  }
  return files;
};

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

const committed = sourceFiles(['dist'], ['.yaml', '.tsv']);

test('dist equals a fresh synthesis', () => {
  expect(new Map(committed.map(({ path, text }) => [path, text]))).toEqual(
    new Map([...synthesized()].sort(([a], [b]) => (a < b ? -1 : 1))),
  );
});

test('two syntheses give the same bytes', () => {
  expect(synthesized()).toEqual(synthesized());
});

test('dist holds no key, password, token or seed, and no tag that moves', () => {
  const forbidden = [
    /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
    /\bS[UAONCX][A-Z2-7]{56}\b/,
    /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\./,
    /\$2[aby]\$\d\d\$/,
    /natspass/,
    /^kind: Secret$/m,
    /image: \S*:latest\b/,
    // What istiod fills in at a gateway has the version of istiod itself.
    /image: (?!auto$)[^:@\s]+$/m,
  ];
  const offences = committed.flatMap(({ path, text }) =>
    forbidden.filter((pattern) => pattern.test(text)).map((pattern) => `${path}: ${pattern}`),
  );
  expect(offences).toEqual([]);
});

test('dist names no version of the project, so that an upgrade changes no object', () => {
  const own = `app.kubernetes.io/version: ${version}`;
  expect(committed.filter(({ text }) => text.includes(own)).map(({ path }) => path)).toEqual([]);
});

test('every object bears its name, its fleet and who manages it', () => {
  for (const { path, text } of committed.filter((file) => file.path.endsWith('.yaml'))) {
    const documents = text.split('\n---\n').length;
    for (const label of ['name', 'part-of', 'managed-by: meshwright']) {
      const labels = text.match(/^ {2}labels:\n(?: {4}.*\n)+/gm) ?? [];
      const count = labels.filter((block) => block.includes(`    app.kubernetes.io/${label}`)).length;
      expect(count, `${path} ${label}`).toBe(documents);
    }
  }
});
