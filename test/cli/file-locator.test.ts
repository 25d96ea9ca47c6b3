import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileLocator } from '../../lib/cli/file-locator.js';
import { parseManifests } from '../../lib/manifest/load.js';
import type { Resource } from '../../lib/manifest/resource.js';
import { object } from '../support/manifests.js';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meshwright-locator-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A ConfigMap in a file of that name, behind so many empty lines. */
function written(name: string, lines: number): Resource {
  const file = join(folder, name);
  const text = '\n'.repeat(lines) + object('v1', 'ConfigMap', 'data: { a: b }');
  writeFileSync(file, text);
  const [resource] = parseManifests(text, file).resources;
  if (resource === undefined) throw new Error('The text has an object.');
  return resource;
}

test('finds fields in several files, in any order', async () => {
  const locate = await fileLocator();
  const [first, second] = [written('a.yaml', 0), written('b.yaml', 3)];
  const lines = [first, second, first].map((resource) => locate({ resource, path: 'data.a' })?.line);
  expect(lines).toEqual([5, 8, 5]);
});

test('finds nothing in standard input, which cannot be read twice', async () => {
  const locate = await fileLocator();
  expect(locate({ resource: { ...written('a.yaml', 0), file: '-' }, path: 'data.a' })).toBeUndefined();
});
