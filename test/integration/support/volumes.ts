import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';

/** The owner of a volume's files, as a pod's security context says. */
export interface Ownership {
  /** Group of every file; the files belong to root. */
  /** Absent: root alone owns the files, and everyone may read those that are no secret. */
  readonly fsGroup?: number;
}

/** An empty folder that a pod may write to. */
export function writableVolume(folder: string, { fsGroup }: Ownership): void {
  mkdirSync(folder, { recursive: true });
  chownSync(folder, 0, fsGroup ?? 0);
  chmodSync(folder, 0o2777);
}

/**
 * Writes the files of a ConfigMap or Secret as the kubelet does: into a new folder, which a link that all files lead
 * through names at one stroke. Watchers of the files see what they see in a cluster.
 */
export function projectedVolume(
  folder: string,
  data: Readonly<Record<string, string>>,
  { fsGroup }: Ownership,
  mode = 0o644,
): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  if (holds(join(folder, '..data'), data)) return;
  const fresh = mkdtempSync(join(folder, '..data-'));
  for (const [name, text] of Object.entries(data)) {
    const path = join(fresh, name);
    writeFileSync(path, text);
    chownSync(path, 0, fsGroup ?? 0);
    chmodSync(path, mode);
  }
  chmodSync(fresh, 0o755);
  const current = join(folder, '..data');
  const former = linkTarget(current);
  symlinkSync(basename(fresh), join(folder, '..data_tmp'));
  renameSync(join(folder, '..data_tmp'), current);
  for (const name of Object.keys(data)) {
    if (linkTarget(join(folder, name)) === undefined) symlinkSync(join('..data', name), join(folder, name));
  }
  if (former !== undefined) rmSync(join(folder, former), { recursive: true });
}

function holds(folder: string, data: Readonly<Record<string, string>>): boolean {
  return (
    existsSync(folder) &&
    Object.entries(data).every(([name, text]) => readFileSync(join(folder, name), 'utf8') === text)
  );
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
