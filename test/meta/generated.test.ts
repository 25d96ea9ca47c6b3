import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ARTIFACTS, differencesOf, IMPORT } from '../../scripts/generate/artifacts.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** All but what CI makes of the archives that it fetches. */
const made = Object.entries(ARTIFACTS).filter(([name]) => name !== IMPORT);

test.each(made)('npm run %s would change nothing', async (_, load) => {
  const { artifact } = await load();
  const { files, changed, stale } = await differencesOf(artifact, root);
  expect(files.size).toBeGreaterThan(0);
  expect({ changed, stale }).toEqual({ changed: [], stale: [] });
});
