import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { INVENTORY } from './inventory.js';
import { duplicateNotes, type Note, parseManifests } from './load.js';
import { type ClusterView, STDIN } from './resource.js';

/** Size limit of a file, in bytes. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;
/** Size limit of standard input, in bytes: all objects of a large cluster are one stream, which nobody can split. */
export const MAX_STREAM_BYTES = 4 * MAX_FILE_BYTES;

const STAGE_FOLDER = /^\d\d-[a-z]+$/;
const MANIFEST_FILE = /\.(?:ya?ml|json)$/i;

/** The files of one cluster, not read yet. */
export interface ClusterSource {
  readonly name: string;
  /** The folder that holds the cluster folders of one fleet; the given path for files outside a cluster folder. */
  readonly fleet: string;
  readonly files: readonly string[];
}

/** What was found below the given paths. */
export interface Sources {
  /** Sorted by fleet, then by name. */
  readonly clusters: readonly ClusterSource[];
  readonly notes: readonly Note[];
}

/** One cluster, read. */
export interface LoadedCluster {
  readonly view: ClusterView;
  readonly notes: readonly Note[];
}

/**
 * Finds the manifest files below the given files and folders, and which cluster each belongs to. A folder that holds
 * stage folders (`20-trust`) is a cluster of that name; all other files of one given path make one cluster, named after
 * the path. Hidden folders and `node_modules` are not searched unless given; a file that several paths reach is read
 * once. The order of the paths does not matter.
 */
export function findSources(paths: readonly string[]): Sources {
  const clusters = new Map<string, { name: string; fleet: string; files: string[] }>();
  const fleets = new Map<string, string>();
  const notes: Note[] = [];
  const seen = new Set<string>();
  const add = (owner: Owner, file: string): void => {
    const key = `${owner.key}\0${owner.name}`;
    const cluster = clusters.get(key);
    const fleet = fleets.get(owner.key) ?? owner.fleet;
    fleets.set(owner.key, fleet);
    if (cluster === undefined) clusters.set(key, { fleet, name: owner.name, files: [file] });
    else cluster.files.push(file);
  };
  const walk = (path: string, given: string, owner: Owner | undefined): void => {
    try {
      const real = realpathSync(path);
      if (seen.has(real)) return;
      seen.add(real);
      const stats = statSync(path);
      if (!stats.isDirectory()) {
        // The inventory only repeats what the files themselves say.
        if (path !== given && basename(path) === INVENTORY) return;
        const refusal = path === given || MANIFEST_FILE.test(path) ? noFile(path, stats) : otherName(path);
        if (refusal === undefined) add(owner ?? { key: given, fleet: given, name: given }, path);
        else notes.push(refusal);
        return;
      }
      const names = readdirSync(path).sort();
      const staged =
        owner === undefined && names.some((name) => STAGE_FOLDER.test(name) && isFolder(`${path}/${name}`));
      const fleet = dirname(/(?:^|\/)\.{1,2}$/.test(path) ? real : path);
      const cluster = { key: realpathSync(fleet), fleet, name: basename(real) };
      for (const name of names) {
        const below = path === '/' ? `/${name}` : `${path}/${name}`;
        if ((name === 'node_modules' || name.startsWith('.')) && isFolder(below)) notes.push(notSearched(below));
        else walk(below, given, staged ? cluster : owner);
      }
    } catch (error) {
      notes.push(unreadable(path, error));
    }
  };
  for (const path of containersFirst(paths)) {
    if (path === STDIN) add({ key: STDIN, fleet: STDIN, name: STDIN }, STDIN);
    else walk(path, path, undefined);
  }
  const sorted = [...clusters.values()].sort((a, b) => order(a.fleet, b.fleet) || order(a.name, b.name));
  return { clusters: sorted, notes };
}

/** The cluster that the files of a folder belong to. */
interface Owner {
  /** The same for all clusters of a fleet, whichever path reached them. */
  readonly key: string;
  readonly fleet: string;
  readonly name: string;
}

/** Each path once, a folder before its contents, so that the meaning of a path does not depend on its position. */
function containersFirst(paths: readonly string[]): readonly string[] {
  const trimmed = new Set(paths.map((path) => path.replace(/(?<=.)\/+$/, '')));
  return [...trimmed]
    .map((path) => ({ path, real: realOf(path) }))
    .sort((a, b) => order(a.real, b.real) || order(a.path, b.path))
    .map(({ path }) => path);
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Reads and parses the files of one cluster. */
export function loadCluster({ name, files }: ClusterSource): LoadedCluster {
  const parsed = files.map((file) => {
    const text = readText(file);
    return typeof text === 'string' ? parseManifests(text, file) : { resources: [], notes: [text] };
  });
  const view = { name, resources: parsed.flatMap(({ resources }) => resources) };
  return { view, notes: [...parsed.flatMap(({ notes }) => notes), ...duplicateNotes(view)] };
}

/** The text of a file or of standard input, or a note that explains why there is none. */
export function readText(file: string): string | Note {
  try {
    if (file !== STDIN) {
      const stats = statSync(file);
      const refusal = noFile(file, stats);
      if (refusal !== undefined) return refusal;
      if (stats.size > MAX_FILE_BYTES) return tooLarge(file);
    }
    const bytes = readFileSync(file === STDIN ? 0 : file);
    if (bytes.length > (file === STDIN ? MAX_STREAM_BYTES : MAX_FILE_BYTES)) return tooLarge(file);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
      const message = utf16 ? 'is UTF-16. Save it as UTF-8' : 'is not UTF-8 text';
      return { kind: 'not-text', level: 'error', file, message };
    }
  } catch (error) {
    return unreadable(file, error);
  }
}

/** Why this must not be opened: a pipe may never get a writer, and a device may never end. */
function noFile(file: string, stats: Stats): Note | undefined {
  if (stats.isFile() || stats.isDirectory()) return undefined;
  const what = stats.isFIFO() ? 'a named pipe' : stats.isSocket() ? 'a socket' : 'a device';
  const message = `is ${what}, not a file. Name a file, or - for standard input`;
  return { kind: 'unreadable', level: 'error', file, message };
}

function otherName(file: string): Note {
  const message = 'is not read: its name does not end in .yaml, .yml or .json';
  return { kind: 'other-name', level: 'information', file, message };
}

function notSearched(file: string): Note {
  const message = 'is not searched: it is a hidden folder or node_modules. Name it to search it';
  return { kind: 'not-searched', level: 'information', file, message };
}

function tooLarge(file: string): Note {
  const message =
    file === STDIN ? 'is larger than 64 MiB. Give one namespace at a time' : 'is larger than 16 MiB. Split it';
  return { kind: 'too-large', level: 'error', file, message };
}

function unreadable(file: string, error: unknown): Note {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  const reason = code === 'ENOENT' ? 'does not exist. Correct the path' : `cannot be read (${code})`;
  return { kind: 'unreadable', level: 'error', file: file === '' ? '""' : file, message: reason };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
