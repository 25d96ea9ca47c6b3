import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Diagnostic, InvalidInput } from '../diagnostic.js';
import { INVENTORY, readInventory } from './inventory.js';
import { compareText } from './order.js';
import { FILE_SYSTEM, type FileAccess, Replacement } from './replacement.js';

/** A file to be written; the path is relative to the output folder, with `/` between its parts. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/** The changes that a commit made to the output folder, as sorted relative paths. */
export interface Changes {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Number of unchanged files; they keep their modification time. */
  readonly unchanged: number;
  /** Manifests below the folder that no known run wrote. They stay. */
  readonly untracked: readonly string[];
}

const INVENTORY_DEPTH = 2;
/** File names that tools read as manifests. */
const MANIFEST_FILE = /\.(ya?ml|json)$/;
/** Folder, among the staged files, of the files that they replace. */
const FORMER = '.former';

/** The only way in which a commit leaves the folder half changed: a failure, and then a failure to undo it. */
export class HalfWritten extends InvalidInput {
  constructor(root: string, rescue: string, refusal: unknown) {
    super([
      {
        where: root,
        got: `half written, and putting it back failed (${refusal instanceof Error ? refusal.message : String(refusal)})`,
        expected: 'a folder that stays writable during a run',
        fix: `Run again once it is writable, or copy back the replaced files: they are kept in ${rescue}.`,
      },
    ]);
  }
}

/**
 * The output folder, changed completely or not at all.
 *
 * Files are staged next to the folder, can be read back from there, and are moved into place in one step when
 * everything is known to be right; the former files are kept until the last move. A file is written only if its bytes
 * differ. Files that an earlier run wrote and this one did not are removed; a file that no inventory names is never
 * touched.
 */
export class OutputTree {
  readonly root: string;
  readonly #staging: string;
  readonly #rescue: string;
  readonly #files: FileAccess;
  readonly #produced = new Set<string>();
  /** Staged files by their destination; in one folder, because making and removing folders is slow. */
  readonly #staged = new Map<string, string>();

  /**
   * @param root the output folder; it need not exist.
   * @param run tells this run's staging folder from that of another run at the same time.
   */
  constructor(root: string, run: string, files: FileAccess = FILE_SYSTEM) {
    this.root = root;
    this.#staging = `${root}.staging-${run}`;
    this.#rescue = `${root}.former-${run}`;
    this.#files = files;
    rmSync(this.#staging, { recursive: true, force: true });
  }

  /** Stages the files of one cluster. They are on disk when this returns, but not yet in the output folder. */
  stage(files: readonly OutputFile[]): void {
    for (const { path, text } of files) {
      this.#produced.add(path);
      if (readIfThere(join(this.root, path)) === text) continue;
      if (this.#staged.size === 0) mkdirSync(this.#staging, { recursive: true });
      const file = this.#staged.get(path) ?? join(this.#staging, String(this.#staged.size));
      writeFileSync(file, text);
      this.#staged.set(path, file);
    }
  }

  /** The content that a path will have after the commit, read from disk. */
  read(path: string): string {
    return readFileSync(this.#place(path), 'utf8');
  }

  #place(path: string): string {
    return this.#staged.get(path) ?? join(this.root, path);
  }

  /**
   * Moves the staged files into place and removes those that this run did not produce. If any step fails, everything is
   * put back and the error is thrown.
   */
  commit(): Changes {
    const removed = this.#formerFiles().filter((path) => !this.#produced.has(path));
    this.#rejectObstacles(removed);
    const staged = [...this.#staged.keys()].sort(compareText);
    const added = staged.filter((path) => !existsSync(join(this.root, path)));
    this.#replace(staged, removed);
    const isNew = new Set(added);
    const changed = staged.filter((path) => !isNew.has(path));
    const unchanged = this.#produced.size - staged.length;
    const untracked = manifestsBelow(this.root).filter((path) => !this.#produced.has(path));
    this.discard();
    return { added, changed, removed, unchanged, untracked };
  }

  /** Forgets what was staged, so that the tree can be filled again. The output folder is as it was before. */
  discard(): void {
    rmSync(this.#staging, { recursive: true, force: true });
    this.#staged.clear();
    this.#produced.clear();
  }

  /** Inventories go last: a run that is killed midway leaves the ones by which the next run knows what to remove. */
  #replace(staged: readonly string[], removed: readonly string[]): void {
    const replacement = new Replacement(this.root, join(this.#staging, FORMER), this.#files);
    const put = (path: string): void => replacement.put(this.#place(path), path);
    const [inventories, manifests] = [staged.filter(isInventory), staged.filter((path) => !isInventory(path))];
    try {
      for (const path of manifests) put(path);
      for (const path of removed) replacement.remove(path);
      for (const path of inventories) put(path);
    } catch (refusal) {
      try {
        replacement.undo();
      } catch (error) {
        renameSync(join(this.#staging, FORMER), this.#rescue);
        throw new HalfWritten(this.root, this.#rescue, error);
      }
      throw refusal;
    }
  }

  /** Every file that the inventories below the output folder name, and the inventories themselves. */
  #formerFiles(): string[] {
    const former: string[] = [];
    for (const folder of foldersAt(this.root, INVENTORY_DEPTH)) {
      const inventory = `${folder}/${INVENTORY}`;
      const text = readIfThere(join(this.root, inventory));
      if (text === undefined) continue;
      const files = new Set(readInventory(text).entries.map(({ path }) => `${folder}/${path}`));
      former.push(inventory, ...[...files].filter((path) => isFile(join(this.root, path))));
    }
    return former.sort(compareText);
  }

  /** Known obstacles stop the commit before it changes anything. */
  #rejectObstacles(removed: readonly string[]): void {
    const problems: Diagnostic[] = [];
    const seen = new Set<string>();
    for (const path of this.#staged.keys()) {
      const target = join(this.root, path);
      if (isFolder(target)) problems.push(obstacle(target, 'a folder', 'a file'));
      problems.push(...this.#folderObstacles(dirname(target), seen));
    }
    for (const path of removed) problems.push(...this.#folderObstacles(dirname(join(this.root, path)), seen));
    if (problems.length > 0) throw new InvalidInput(problems);
  }

  /** Searches upward from a folder whose files change, to the first that exists. */
  #folderObstacles(folder: string, seen: Set<string>): Diagnostic[] {
    if (seen.has(folder)) return [];
    seen.add(folder);
    const parent = dirname(folder);
    if (!isEntry(folder)) return parent === folder ? [] : this.#folderObstacles(parent, seen);
    if (!existsSync(folder)) return [obstacle(folder, 'a broken link', 'a folder')];
    if (!isFolder(folder)) return [obstacle(folder, 'a file', 'a folder')];
    if (this.#files.isWritable(folder)) return [];
    return [
      {
        where: folder,
        got: 'a folder that this user may not write',
        expected: 'a writable folder, since the output goes there',
        fix: 'Correct its owner or its permissions, and run again.',
      },
    ];
  }
}

/**
 * Removes the staging folders of runs that ended without doing so, as a killed process does, and returns their paths.
 *
 * @param isRunning whether the run of that name still goes on; its folder is left alone.
 */
export function sweepStaging(root: string, isRunning: (run: string) => boolean): string[] {
  const prefix = `${basename(root)}.staging-`;
  const beside = dirname(root);
  if (!isFolder(beside)) return [];
  const stale = readdirSync(beside)
    .filter((name) => name.startsWith(prefix) && !isRunning(name.slice(prefix.length)))
    .map((name) => join(beside, name))
    .sort(compareText);
  return stale.filter(removeIfAllowed);
}

/** A folder of another user may not be removable; it does no harm. */
function removeIfAllowed(folder: string): boolean {
  try {
    rmSync(folder, { recursive: true, force: true });
    return true;
  } catch {
    return false;
  }
}

function obstacle(where: string, got: string, expected: string): Diagnostic {
  return { where, got, expected: `${expected}, since the output goes there`, fix: 'Move it away and run again.' };
}

function isInventory(path: string): boolean {
  return basename(path) === INVENTORY;
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** Whether anything is at a path, even a broken link. */
function isEntry(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

function isFile(path: string): boolean {
  return existsSync(path) && !isFolder(path);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Relative paths of the folders at a depth below the root. */
function foldersAt(root: string, depth: number): string[] {
  let level = [''];
  for (let reached = 0; reached < depth; reached++) {
    level = level.flatMap((parent) => {
      const folder = join(root, parent);
      if (!isFolder(folder)) return [];
      return readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => (parent === '' ? entry.name : `${parent}/${entry.name}`));
    });
  }
  return level;
}

/** Relative paths of all files below the root that look like manifests. */
function manifestsBelow(root: string, folder = ''): string[] {
  if (!isFolder(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return manifestsBelow(root, path);
      return MANIFEST_FILE.test(path) ? [path] : [];
    })
    .sort(compareText);
}
