import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { InvalidInput, type Problem } from '../problem.js';
import { compareText } from './order.js';

/** A file to be written; the path is relative to the output folder, with `/` between its parts. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/** What a commit did to the output folder, as sorted relative paths. */
export interface Changes {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Number of files whose bytes were already right; they keep their modification time. */
  readonly unchanged: number;
}

/** Lists, next to each cluster's files, the objects in them: the next run learns from it what this one wrote. */
export const INVENTORY = 'inventory.tsv';

const INVENTORY_DEPTH = 2;
const MANIFEST_PATH = /^\d\d-[a-z]+\/[a-z0-9-]+\.k8s\.yaml$/;

/**
 * The output folder, changed as a whole or not at all.
 *
 * Files are staged beside the folder as they are made, can be read back from there, and take their places in one step when
 * everything is known to be right. A file is written only if its bytes differ. Files that a former run wrote and this one
 * did not are removed; a file that no inventory names is never touched.
 */
export class OutputTree {
  readonly root: string;
  readonly #staging: string;
  readonly #produced = new Set<string>();
  readonly #staged = new Set<string>();
  readonly #stagingFolders = new Set<string>();

  /**
   * @param root the output folder; it need not exist.
   * @param run tells this run's staging folder from that of another run at the same time.
   */
  constructor(root: string, run: string) {
    this.root = root;
    this.#staging = `${root}.staging-${run}`;
    rmSync(this.#staging, { recursive: true, force: true });
  }

  /** Takes the files of one cluster in. They are on disk when this returns, but not yet in the output folder. */
  stage(files: readonly OutputFile[]): void {
    for (const { path, text } of files) {
      this.#produced.add(path);
      if (readIfThere(join(this.root, path)) === text) continue;
      const target = join(this.#staging, path);
      makeFolder(dirname(target), this.#stagingFolders);
      writeFileSync(target, text);
      this.#staged.add(path);
    }
  }

  /** What will stand at a path after the commit, read from disk. */
  read(path: string): string {
    return readFileSync(join(this.#staged.has(path) ? this.#staging : this.root, path), 'utf8');
  }

  /** Moves the staged files into place and removes those that are no longer produced. */
  commit(): Changes {
    const removed = this.#formerFiles().filter((path) => !this.#produced.has(path));
    this.#rejectObstacles();
    const staged = [...this.#staged].sort(compareText);
    const added = staged.filter((path) => !existsSync(join(this.root, path)));
    const made = new Set<string>();
    for (const path of staged) {
      const target = join(this.root, path);
      makeFolder(dirname(target), made);
      renameSync(join(this.#staging, path), target);
    }
    for (const path of removed) this.#remove(path);
    const isNew = new Set(added);
    const changed = staged.filter((path) => !isNew.has(path));
    const unchanged = this.#produced.size - staged.length;
    this.discard();
    return { added, changed, removed, unchanged };
  }

  /** Forgets what was staged, so that the tree can be filled anew. The output folder is as it was before. */
  discard(): void {
    rmSync(this.#staging, { recursive: true, force: true });
    this.#stagingFolders.clear();
    this.#staged.clear();
    this.#produced.clear();
  }

  /** Every file that the inventories below the output folder name, and the inventories themselves. */
  #formerFiles(): string[] {
    const former: string[] = [];
    for (const folder of foldersAt(this.root, INVENTORY_DEPTH)) {
      const inventory = `${folder}/${INVENTORY}`;
      const text = readIfThere(join(this.root, inventory));
      if (text === undefined) continue;
      const named = text.split('\n').map((line) => line.split('\t')[0] ?? '');
      // Only paths of the form that a run writes: an edited inventory cannot name anything else for removal.
      const files = new Set(named.filter((path) => MANIFEST_PATH.test(path)).map((path) => `${folder}/${path}`));
      former.push(inventory, ...[...files].filter((path) => existsSync(join(this.root, path))));
    }
    return former.sort(compareText);
  }

  /** A folder where a file must go, or a file where a folder must go, stops the commit before it has changed anything. */
  #rejectObstacles(): void {
    const problems: Problem[] = [];
    for (const path of this.#staged) {
      const target = join(this.root, path);
      if (existsSync(target) && statSync(target).isDirectory()) problems.push(obstacle(target, 'a folder', 'a file'));
      for (let folder = dirname(target); folder.length >= this.root.length; folder = dirname(folder)) {
        if (existsSync(folder) && !statSync(folder).isDirectory())
          problems.push(obstacle(folder, 'a file', 'a folder'));
        if (folder === dirname(folder)) break;
      }
    }
    if (problems.length > 0) throw new InvalidInput(problems);
  }

  #remove(path: string): void {
    rmSync(join(this.root, path), { force: true });
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      const absolute = join(this.root, folder);
      if (!existsSync(absolute)) continue;
      if (readdirSync(absolute).length > 0) return;
      rmdirSync(absolute);
    }
  }
}

function obstacle(where: string, got: string, expected: string): Problem {
  return { where, got, expected: `${expected}, since the output goes there`, fix: 'Move it away and run again.' };
}

/** Asks the system once for each folder, not once for each file in it. */
function makeFolder(folder: string, made: Set<string>): void {
  if (made.has(folder)) return;
  mkdirSync(folder, { recursive: true });
  made.add(folder);
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
      if (!existsSync(folder) || !statSync(folder).isDirectory()) return [];
      return readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => (parent === '' ? entry.name : `${parent}/${entry.name}`));
    });
  }
  return level;
}
