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

/** The file system operations that replacing files needs, each of which can fail. @default - the file system itself */
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

/** A sequence of changes to the files below one folder. All can be undone until they are known to be complete. */
export class Replacement {
  readonly #root: string;
  readonly #former: string;
  readonly #files: FileAccess;
  readonly #undo: (() => void)[] = [];

  /**
   * @param root folder below which files change.
   * @param former folder for the replaced files, on the same file system.
   */
  constructor(root: string, former: string, files: FileAccess) {
    this.#root = root;
    this.#former = former;
    this.#files = files;
  }

  /** Moves a file to a path below the root, replacing the one there, if any. */
  put(from: string, path: string): void {
    const target = join(this.#root, path);
    this.#makeFolder(dirname(target));
    const former = this.#keep(path);
    this.#files.move(from, target);
    this.#undo.push(former === undefined ? () => rmSync(target) : () => renameSync(former, target));
  }

  /** Removes a file, and the folders that are empty without it. */
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

  /** Undoes everything, last change first. Throws if that is impossible, and then keeps the replaced files. */
  undo(): void {
    for (let step = this.#undo.pop(); step !== undefined; step = this.#undo.pop()) step();
  }

  /** A second name for the file at a path, so that it survives its replacement; undefined if there is no file. */
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
