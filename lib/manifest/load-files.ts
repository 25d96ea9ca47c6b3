import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { ClusterView } from '../policy/finding.js';
import { duplicateNotes, type Note, parseManifests } from './load.js';

/** Largest file that is read, in bytes. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** The path that stands for standard input. */
export const STDIN = '-';

const STAGE_FOLDER = /^\d\d-[a-z]+$/;
const MANIFEST_FILE = /\.(?:ya?ml|json)$/;

/** The files of one cluster, not read yet. */
export interface ClusterSource {
  readonly name: string;
  /** The folder that the cluster folders of one fleet stand in; the given path for files outside a cluster folder. */
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
 * Finds the manifest files below the given files and folders, and which cluster each belongs to. A folder that holds stage
 * folders (`20-trust`) is a cluster of that name; all other files of one given path make one cluster, named after the path.
 * Hidden folders and `node_modules` are skipped, links that lead back are followed once.
 */
export function findSources(paths: readonly string[]): Sources {
  const clusters = new Map<string, { name: string; fleet: string; files: string[] }>();
  const notes: Note[] = [];
  const seen = new Set<string>();
  const add = (fleet: string, name: string, file: string): void => {
    const key = `${fleet}\0${name}`;
    const cluster = clusters.get(key);
    if (cluster === undefined) clusters.set(key, { fleet, name, files: [file] });
    else cluster.files.push(file);
  };
  const walk = (path: string, given: string, owner: { fleet: string; name: string } | undefined): void => {
    try {
      const real = realpathSync(path);
      if (seen.has(real)) return;
      seen.add(real);
      if (!statSync(path).isDirectory()) {
        if (path === given || MANIFEST_FILE.test(path)) add(owner?.fleet ?? given, owner?.name ?? given, path);
        return;
      }
      const names = readdirSync(path).sort();
      const staged =
        owner === undefined && names.some((name) => STAGE_FOLDER.test(name) && isFolder(`${path}/${name}`));
      const cluster = { fleet: dirname(path), name: basename(realpathSync(path)) };
      for (const name of names) {
        if (name === 'node_modules' || name.startsWith('.')) continue;
        const below = path === '/' ? `/${name}` : `${path}/${name}`;
        walk(below, given, staged ? cluster : owner);
      }
    } catch (error) {
      notes.push(unreadable(path, error));
    }
  };
  for (const given of paths) {
    const path = given.replace(/(?<=.)\/+$/, '');
    if (path === STDIN) add(STDIN, STDIN, STDIN);
    else walk(path, path, undefined);
  }
  const sorted = [...clusters.values()].sort((a, b) => order(a.fleet, b.fleet) || order(a.name, b.name));
  return { clusters: sorted, notes };
}

/** Reads and parses the files of one cluster. */
export function loadCluster({ name, files }: ClusterSource): LoadedCluster {
  const parsed = files.map((file) => {
    const text = readText(file);
    return typeof text === 'string' ? parseManifests(text, file) : { subjects: [], notes: [text] };
  });
  const view = { name, subjects: parsed.flatMap(({ subjects }) => subjects) };
  return { view, notes: [...parsed.flatMap(({ notes }) => notes), ...duplicateNotes(view)] };
}

/** Everything below the given paths at once; for callers that need not go cluster by cluster. */
export function loadPaths(paths: readonly string[]): {
  clusters: readonly (LoadedCluster & { fleet: string })[];
  notes: readonly Note[];
} {
  const { clusters, notes } = findSources(paths);
  const loaded = clusters.map((source) => ({ ...loadCluster(source), fleet: source.fleet }));
  return { clusters: loaded, notes: [...notes, ...loaded.flatMap((cluster) => cluster.notes)] };
}

/** The text of a file or of standard input, or a note that says why there is none. */
export function readText(file: string): string | Note {
  try {
    if (file !== STDIN && statSync(file).size > MAX_FILE_BYTES) return tooLarge(file);
    const bytes = readFileSync(file === STDIN ? 0 : file);
    if (bytes.length > MAX_FILE_BYTES) return tooLarge(file);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return { kind: 'not-text', level: 'error', file, message: 'is no UTF-8 text' };
    }
  } catch (error) {
    return unreadable(file, error);
  }
}

function tooLarge(file: string): Note {
  return { kind: 'too-large', level: 'error', file, message: 'is larger than 16 MiB. Split it' };
}

function unreadable(file: string, error: unknown): Note {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  const reason = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
  return { kind: 'unreadable', level: 'error', file, message: reason };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
