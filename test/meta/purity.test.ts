import { expect, test } from 'vitest';
import { importsOf, sourceFiles } from './source-files.js';

/** The only places below lib and systems that touch the machine they run on. */
const IMPURE = ['lib/cli/', 'lib/manifest/output-tree.ts', 'lib/manifest/replacement.ts', 'lib/manifest/load-files.ts'];

const IMPURE_MODULES =
  /^(node:)?(fs|fs\/promises|child_process|net|http|https|http2|dns|tls|os|process|worker_threads)$/;
const IMPURE_CALLS =
  /\b(process\.|Date\.now|new Date\(\)|Math\.random|performance\.now|setTimeout|setInterval|fetch\(|randomBytes|randomUUID|globalThis|import \{[^}]*webcrypto)/;

const pure = sourceFiles(['lib', 'systems']).filter(({ path }) => !IMPURE.some((place) => path.startsWith(place)));

test('no file system, process or network outside the command line and the I/O of manifests', () => {
  const offences = pure.flatMap((file) =>
    importsOf(file)
      .filter((target) => IMPURE_MODULES.test(target))
      .map((target) => `${file.path} imports ${target}`),
  );
  expect(offences).toEqual([]);
});

test('no clock and no randomness', () => {
  const offences = pure.flatMap(({ path, text }) =>
    text
      .split('\n')
      .filter((line) => !/^\s*(\*|\/\/|\/\*)/.test(line) && IMPURE_CALLS.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  );
  expect(offences).toEqual([]);
});
