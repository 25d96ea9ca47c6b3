import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, existsSync, lstatSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { type Diagnostic, throwIfAny } from '../diagnostic.js';
import type { PlannedFile } from './trust-layout.js';

/**
 * Writes all files or none. Throws {@link InvalidInput} if one exists already, if git would commit a key, or if git
 * would not commit what is public.
 *
 * @param renewal what to do if a file exists already.
 * @default - move it away, or write the new one elsewhere
 */
export function writePlanned(cwd: string, files: readonly PlannedFile[], renewal?: string): void {
  throwIfAny(files.flatMap((file) => [...checkAbsent(cwd, file, renewal), ...checkGit(cwd, file)]));
  const written: string[] = [];
  try {
    for (const { path, text, secret } of files) {
      makeFolders(cwd, dirname(path), secret);
      // With the flag it is an error, not a loss, if another process has created the file since the check.
      const file = openSync(resolve(cwd, path), 'wx', secret ? 0o600 : 0o644);
      written.push(path);
      try {
        writeFileSync(file, text);
      } finally {
        closeSync(file);
      }
    }
  } catch (refusal) {
    // Half of a set of keys is useless, and would block the next run.
    for (const path of written) rmSync(resolve(cwd, path), { force: true });
    throw refusal;
  }
}

function checkAbsent(cwd: string, { path, secret }: PlannedFile, renewal: string | undefined): Diagnostic[] {
  if (lstatSync(resolve(cwd, path), { throwIfNoEntry: false }) === undefined) return [];
  return [
    {
      where: path,
      got: 'already there',
      expected: 'a new file: keys and roots are never overwritten',
      fix: renewal ?? `Move it away, or name another folder with ${secret ? '--out' : '--public'}.`,
    },
  ];
}

function checkGit(cwd: string, { path, secret }: PlannedFile): Diagnostic[] {
  const answer = gitIgnores(cwd, path);
  if (secret && (answer === 'no' || answer === 'unknown')) {
    return [
      {
        where: path,
        got: answer === 'no' ? 'not ignored by git' : 'in a git work tree that git cannot read',
        expected: 'a place that git never commits, because it holds keys',
        fix: `Add /${dirname(path).split(sep)[0] ?? ''}/ to .gitignore, or choose a folder outside the work tree with --out.`,
      },
    ];
  }
  if (!secret && answer === 'yes') {
    return [
      {
        where: path,
        got: 'ignored by git',
        expected: "a place that git commits, because it is the fleet's public root",
        fix: 'Choose another folder with --public, or narrow the pattern in .gitignore.',
      },
    ];
  }
  return [];
}

/** Whether git ignores a path; `outside` if there is no work tree. */
function gitIgnores(cwd: string, path: string): 'yes' | 'no' | 'outside' | 'unknown' {
  let folder = dirname(resolve(cwd, path));
  while (!existsSync(folder)) folder = dirname(folder);
  const { status } = spawnSync('git', ['check-ignore', '--quiet', '--', relative(folder, resolve(cwd, path))], {
    cwd: folder,
    stdio: 'ignore',
  });
  if (status === 0) return 'yes';
  if (status === 1) return 'no';
  for (let parent = folder; ; parent = dirname(parent)) {
    if (existsSync(resolve(parent, '.git'))) return 'unknown';
    if (parent === dirname(parent)) return 'outside';
  }
}

function makeFolders(cwd: string, folder: string, secret: boolean): void {
  const absolute = resolve(cwd, folder);
  if (!existsSync(absolute)) {
    mkdirSync(absolute, { recursive: true, mode: secret ? 0o700 : 0o755 });
  }
  // An existing folder may be readable by others, and it gets a key.
  if (secret) chmodSync(absolute, 0o700);
}
