import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readRoots } from '../../lib/cli/roots.js';

const folder = mkdtempSync(join(tmpdir(), 'roots-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("reads a fleet's roots in the order of their numbers, and no other fleet's", () => {
  for (const name of ['a.root-10', 'a.root-2', 'a.root-1', 'ab.root-1', 'a.b.root-1', 'a.root-x']) {
    writeFileSync(join(folder, `${name}.crt`), name);
  }
  expect(readRoots('a', folder)).toEqual(['a.root-1', 'a.root-2', 'a.root-10']);
  expect(readRoots('b', folder)).toEqual([]);
  expect(readRoots('a', join(folder, 'missing'))).toEqual([]);
});
