import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { InvalidInput } from '../diagnostic.js';
import { nearest } from '../formats/did-you-mean.js';
import { isSystemError } from './refusal.js';

/** A file in a revision. The path is relative to the folder for which the repository was opened. */
export interface RevisionFile {
  readonly revision: string;
  readonly path: string;
}

const MAX_OUTPUT_BYTES = 2 ** 30;
/** Variables in which a git hook passes its own repository, which is not that of the folder. */
const PLACE_VARIABLES = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_PREFIX', 'GIT_INDEX_FILE', 'GIT_COMMON_DIR'];

/** The git repository around a folder. It is only read. */
export class GitRepository {
  /** The folder as it was given. */
  readonly #folder: string;
  /** Where git runs: the folder, or what exists above it. */
  readonly #place: string;
  /** Path of the folder in the repository: empty, or with a slash at its end. */
  readonly #prefix: string;

  /** The folder need not exist. Throws {@link InvalidInput} if it is in no work tree, or git is not installed. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#place = resolve(folder);
    while (!existsSync(this.#place)) this.#place = dirname(this.#place);
    const answer = git(this.#place, ['rev-parse', '--show-prefix']);
    if (typeof answer === 'string') throw refusal(folder, answer, 'Keep the output in a git repository.');
    const below = relative(this.#place, resolve(folder)).replaceAll(sep, '/');
    this.#prefix = `${answer.toString('utf8').replace(/\n$/, '')}${below === '' ? '' : `${below}/`}`;
  }

  /** The full hash of a revision. Throws {@link InvalidInput} for one that is unknown. */
  commit(name: string): string {
    const answer = name.startsWith('-')
      ? 'no revision'
      : this.#ask(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
    if (typeof answer !== 'string') return answer.toString('utf8').trim();
    const meant = name === '' ? undefined : nearest(name, this.#names());
    throw new InvalidInput([
      {
        where: 'The revision',
        got: `'${name}', which git does not know`,
        expected: `a commit, branch or tag of the repository around ${this.#folder}`,
        fix: meant === undefined ? 'Name one that `git log` shows.' : `Did you mean ${meant}?`,
      },
    ]);
  }

  /** Whether the clone lacks older revisions. */
  get isShallow(): boolean {
    return this.#answer(['rev-parse', '--is-shallow-repository']).toString('utf8').trim() === 'true';
  }

  /** Paths of the files below the folder in a revision. */
  files(commit: string): string[] {
    const below = this.#prefix === '' ? [] : ['--', this.#prefix];
    const paths = this.#answer(['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit, ...below]);
    return partsOf(paths).map((path) => path.slice(this.#prefix.length));
  }

  /**
   * Each file that matches a glob, in each revision that created or changed it, newest first. All parents of a merge are followed.
   *
   * @param since only revisions that are not in this commit.
   */
  changes(glob: string, commit: string, since?: string): RevisionFile[] {
    const pathspec = `:(top,glob)${this.#prefix.replace(/[\\*?[]/g, '\\$&')}${glob}`;
    const range = since === undefined ? [commit] : [commit, `^${since}`];
    const commits = this.#answer(['rev-list', '--topo-order', '--full-history', ...range, '--', pathspec]);
    const diff = ['diff-tree', '--stdin', '-z', '-r', '-m', '--root', '--no-renames', '--name-only', '--diff-filter=d'];
    const found: RevisionFile[] = [];
    let revision = '';
    for (const part of partsOf(this.#answer([...diff, '--', pathspec], commits))) {
      if (/^[0-9a-f]{40,64}$/.test(part)) revision = part;
      else found.push({ revision, path: part.slice(this.#prefix.length) });
    }
    return found;
  }

  /** The texts of files; undefined if the revision does not have the file. */
  texts(files: readonly RevisionFile[]): (string | undefined)[] {
    if (files.length === 0) return [];
    const names = files.map(({ revision, path }) => `${revision}:${this.#prefix}${path}\n`);
    const answer = this.#answer(['cat-file', '--batch'], Buffer.from(names.join('')));
    let at = 0;
    return files.map(() => {
      const end = answer.indexOf('\n', at);
      const size = / blob (\d+)$/.exec(answer.toString('utf8', at, end))?.[1];
      const start = end + 1;
      at = start + (size === undefined ? 0 : Number(size) + 1);
      return size === undefined ? undefined : answer.toString('utf8', start, start + Number(size));
    });
  }

  #names(): string[] {
    return this.#answer(['for-each-ref', '--format=%(refname:short)']).toString('utf8').trim().split('\n');
  }

  #ask(args: readonly string[], input?: Buffer): Buffer | string {
    return git(this.#place, args, input);
  }

  #answer(args: readonly string[], input?: Buffer): Buffer {
    const answer = this.#ask(args, input);
    if (typeof answer !== 'string') return answer;
    throw refusal(this.#folder, answer, 'Repair the repository, and run again.');
  }
}

function refusal(folder: string, reason: string, fix: string): InvalidInput {
  return new InvalidInput([
    {
      where: folder,
      got: `refused by git (${reason})`,
      expected: 'a folder in the work tree of a git repository',
      fix,
    },
  ]);
}

/** Paths may contain line ends, so git ends them with a NUL byte. */
function partsOf(answer: Buffer): string[] {
  return answer
    .toString('utf8')
    .split('\0')
    .filter((part) => part !== '');
}

/** The output of git, or why there is none. No shell is involved. */
function git(cwd: string, args: readonly string[], input: Buffer = Buffer.alloc(0)): Buffer | string {
  const env: NodeJS.ProcessEnv = { ...process.env, LC_ALL: 'C' };
  for (const variable of PLACE_VARIABLES) delete env[variable];
  try {
    return execFileSync('git', [...args], { cwd, env, input, maxBuffer: MAX_OUTPUT_BYTES, stdio: 'pipe' });
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT')
      throw new InvalidInput([
        {
          where: 'git',
          got: 'missing',
          expected: 'the program on the PATH, because its revisions show what is gone',
          fix: 'Install it, and run again.',
        },
      ]);
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    const reason = stderr.split('\n')[0]?.replace(/^fatal: /, '') ?? '';
    return reason === '' ? String(error) : reason;
  }
}
