import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GitRepository } from '../../lib/cli/git.js';
import { TestRepository } from '../support/repository.js';
import { refusal } from '../support/synth.js';

let repository: TestRepository;

beforeEach(() => {
  repository = new TestRepository();
});

afterEach(() => repository.remove());

/** Writes one file below the output folder, and commits. */
function committed(path: string, text: string): string {
  const file = join(repository.dist, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return repository.commit();
}

const shown = (found: { revision: string; path: string }[]) => found.map(({ revision, path }) => [revision, path]);

describe('the revisions of a file', () => {
  test('are all that made or changed it, newest first, also on branches that were merged', () => {
    const first = committed('a/x', '1');
    committed('b/y', '1');
    repository.git('checkout', '--quiet', '-b', 'side');
    const side = committed('a/x', 'side');
    repository.git('checkout', '--quiet', 'main');
    const main = committed('a/x', 'main');
    // Nothing of the side branch is left, as after a conflict that was resolved with one side.
    repository.git('merge', '--quiet', '--strategy=ours', 'side');
    repository.git('rm', '--quiet', '-r', 'dist/a');
    repository.commit();
    const git = new GitRepository(repository.dist);
    const found = git.changes('*/x', git.commit('HEAD'));
    const revisions = new Set(found.map(({ revision }) => revision));
    expect([...revisions]).toEqual(expect.arrayContaining([first, side, main]));
    expect([...revisions].at(-1)).toBe(first);
    expect(new Set(found.map(({ path }) => path))).toEqual(new Set(['a/x']));
    expect(new Set(git.texts(found))).toEqual(new Set(['1', 'side', 'main']));
    expect(shown(git.changes('a/x', main, first))).toEqual([[main, 'a/x']]);
  });

  test('do not depend on the names of folders', () => {
    const odd = new TestRepository(mkdtempSync(join(tmpdir(), 'odd-')));
    try {
      const dist = join(odd.folder, 'ü [a]* "d"', 'dist');
      mkdirSync(join(dist, 'a'), { recursive: true });
      writeFileSync(join(dist, 'a/x'), 'text\0 with\nlines');
      const commit = odd.commit();
      const git = new GitRepository(dist);
      expect(shown(git.changes('*/x', commit))).toEqual([[commit, 'a/x']]);
      expect(git.files(commit)).toEqual(['a/x']);
      expect(
        git.texts([
          { revision: commit, path: 'a/y' },
          { revision: commit, path: 'a/x' },
        ]),
      ).toEqual([undefined, 'text\0 with\nlines']);
    } finally {
      odd.remove();
    }
  });

  test('are found where the output folder is the whole repository, is not there, or is behind a link', () => {
    const commit = committed('a/x', '1');
    expect(new GitRepository(repository.folder).files(commit)).toEqual(['dist/a/x']);
    symlinkSync(repository.dist, join(repository.folder, 'link'));
    expect(new GitRepository(join(repository.folder, 'link')).files(commit)).toEqual(['a/x']);
    rmSync(repository.dist, { recursive: true });
    expect(new GitRepository(repository.dist).files(commit)).toEqual(['a/x']);
    expect(new GitRepository(join(repository.folder, 'other/dist')).files(commit)).toEqual([]);
  });

  test('are those of the given folder, even in a hook of another repository', () => {
    const commit = committed('a/x', '1');
    const before = process.env['GIT_DIR'];
    process.env['GIT_DIR'] = '/nowhere';
    try {
      expect(new GitRepository(repository.dist).files(commit)).toEqual(['a/x']);
    } finally {
      if (before === undefined) delete process.env['GIT_DIR'];
      else process.env['GIT_DIR'] = before;
    }
  });
});

test('a clone that lacks older revisions is known as such', () => {
  committed('a/x', '1');
  committed('a/x', '2');
  const folder = mkdtempSync(join(tmpdir(), 'shallow-'));
  try {
    repository.git('clone', '--quiet', '--depth=1', `file://${repository.folder}`, join(folder, 'clone'));
    const shallow = new GitRepository(join(folder, 'clone/dist'));
    expect(shallow.isShallow).toBe(true);
    expect(shallow.texts(shallow.changes('a/x', shallow.commit('HEAD')))).toEqual(['2']);
    expect(new GitRepository(repository.dist).isShallow).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('refusals', () => {
  const known = (name: string) => refusal(() => new GitRepository(repository.dist).commit(name));
  const place = () => `expected a commit, branch or tag of the repository around ${repository.dist}.`;

  test('a revision that is unknown', () => {
    committed('a/x', '1');
    repository.git('tag', 'release-1');
    expect(known('release-2')).toEqual([
      `The revision is 'release-2', which git does not know, ${place()} Did you mean release-1?`,
    ]);
    const unknown = (name: string) => [
      `The revision is '${name}', which git does not know, ${place()} Name one that \`git log\` shows.`,
    ];
    expect(known('--output=/tmp/x')).toEqual(unknown('--output=/tmp/x'));
    expect(known('0123456789abcdef')).toEqual(unknown('0123456789abcdef'));
    expect(known('main:dist')).toHaveLength(1);
    expect(known('')).toEqual(unknown(''));
  });

  test('a repository without a commit', () => {
    expect(known('HEAD')).toHaveLength(1);
  });

  test('a folder that is in no work tree', () => {
    const folder = mkdtempSync(join(tmpdir(), 'plain-'));
    try {
      expect(refusal(() => new GitRepository(folder))).toEqual([
        `${folder} is refused by git (not a git repository (or any of the parent directories): .git), expected a folder in the work tree of a git repository. Keep the output in a git repository.`,
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('a machine without git', () => {
    const before = process.env['PATH'];
    process.env['PATH'] = repository.folder;
    try {
      expect(refusal(() => new GitRepository(repository.dist))).toEqual([
        'git is missing, expected the program on the PATH, because its revisions show what is gone. Install it, and run again.',
      ]);
    } finally {
      process.env['PATH'] = before;
    }
  });
});
