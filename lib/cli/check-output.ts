import { closeSync, constants, existsSync, mkdirSync, openSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes the report and creates its folders. Returns a sentence that says why it could not. */
export function writeReport(file: string, report: string): string | undefined {
  try {
    makeFolder(dirname(file));
    const stats: Stats | undefined = statSync(file, { throwIfNoEntry: false });
    if (stats?.isFIFO() === true) writeToPipe(file, report);
    else writeFileSync(file, report);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return `The report cannot be written to ${file}: ${REASONS[code] ?? code}. Name another file with --output.`;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'access is denied',
  EEXIST: 'a part of its path is a file',
  EISDIR: 'it is a folder',
  ENOENT: 'its folder does not exist and cannot be created',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file',
  ENXIO: 'nobody reads from the pipe',
  EPERM: 'access is denied',
  EROFS: 'the file system is read-only',
};

/** Folder by folder: the recursive mode of `mkdirSync` never returns if the kernel creates no folders, for example below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  mkdirSync(folder);
}

/** Opening a pipe waits for its reader; opening it first without waiting fails if there is none. */
function writeToPipe(file: string, report: string): void {
  const probe = openSync(file, constants.O_WRONLY | constants.O_NONBLOCK);
  try {
    writeFileSync(file, report);
  } finally {
    closeSync(probe);
  }
}
