import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** What replacing files asks of the file system, and may be refused. @default - the file system itself */
export interface FileAccess {
  move(from: string, to: string): void;
  /** Whether files can be made and removed in a folder that exists. */
  isWritable(folder: string): boolean;
}

export const FILE_SYSTEM: FileAccess = {
  move: renameSync,
  isWritable: (folder) => {
    try {
      accessSync(folder, constants.W_OK | constants.X_OK);
      return true;
    } catch {
      return false;
    }
  },
};

/** A row of changes to the files below one folder, all of which can be taken back until they are known to be complete. */
export class Replacement {
  readonly #root: string;
  readonly #former: string;
  readonly #files: FileAccess;
  readonly #undo: (() => void)[] = [];

  /**
   * @param root folder below which files change.
   * @param former folder for the files that were there before, on the same file system.
   */
  constructor(root: string, former: string, files: FileAccess) {
    this.#root = root;
    this.#former = former;
    this.#files = files;
  }

  /** Moves a file to a path below the root, in the place of the one there, if any. */
  put(from: string, path: string): void {
    const target = join(this.#root, path);
    this.#makeFolder(dirname(target));
    const former = this.#keep(path);
    this.#files.move(from, target);
    this.#undo.push(former === undefined ? () => rmSync(target) : () => renameSync(former, target));
  }

  /** Takes a file away, and the folders that are empty without it. */
  remove(path: string): void {
    const target = join(this.#root, path);
    const former = this.#place(path);
    this.#files.move(target, former);
    this.#undo.push(() => renameSync(former, target));
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      const absolute = join(this.#root, folder);
      if (readdirSync(absolute).length > 0) return;
      const { mode } = statSync(absolute);
      rmdirSync(absolute);
      this.#undo.push(() => mkdirSync(absolute, { mode }));
    }
  }

  /** Puts everything back as it was, last change first. Throws where that is impossible; the former files stay kept then. */
  undo(): void {
    for (let step = this.#undo.pop(); step !== undefined; step = this.#undo.pop()) step();
  }

  /** A second name for the file at a path, so that it lives on when another takes its place; undefined where there is none. */
  #keep(path: string): string | undefined {
    const target = join(this.#root, path);
    if (lstatSync(target, { throwIfNoEntry: false }) === undefined) return undefined;
    const former = this.#place(path);
    try {
      linkSync(target, former);
    } catch {
      // Not every file system has hard links.
      cpSync(target, former, { preserveTimestamps: true, verbatimSymlinks: true });
    }
    return former;
  }

  #place(path: string): string {
    const former = join(this.#former, path);
    mkdirSync(dirname(former), { recursive: true });
    return former;
  }

  #makeFolder(folder: string): void {
    if (existsSync(folder)) return;
    this.#makeFolder(dirname(folder));
    mkdirSync(folder);
    this.#undo.push(() => rmdirSync(folder));
  }
}
