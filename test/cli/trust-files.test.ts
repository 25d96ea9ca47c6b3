import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writePlanned } from '../../lib/cli/trust-files.js';

test('fails with nothing written where one of the files is refused', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'planned-'));
  writeFileSync(join(cwd, 'blocked'), 'a file, where a folder must go');
  const file = (path: string) => ({ path, text: 'text', secret: true });
  expect(() => writePlanned(cwd, [file('keys/a'), file('blocked/b')])).toThrow(/ENOTDIR|EEXIST/);
  expect(existsSync(join(cwd, 'keys/a'))).toBe(false);
  writePlanned(cwd, [file('keys/a')]);
  expect(readFileSync(join(cwd, 'keys/a'), 'utf8')).toBe('text');
  rmSync(cwd, { recursive: true });
});
