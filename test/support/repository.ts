import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { emit } from '../../lib/manifest/emit.js';
import { INVENTORY, inventoryLine } from '../../lib/manifest/inventory.js';
import type { ManifestObject } from '../../lib/manifest/object.js';
import { compareObjects, compareText } from '../../lib/manifest/order.js';

/** The objects of a cluster by file, as in `60-workloads/shop`. */
export type ClusterFiles = Readonly<Record<string, readonly ManifestObject[]>>;

/** A git repository of its own in a temporary folder, with an output folder in it. */
export class TestRepository {
  readonly folder: string;
  readonly dist: string;

  constructor(folder = mkdtempSync(join(tmpdir(), 'repository-'))) {
    this.folder = folder;
    this.dist = join(folder, 'dist');
    this.git('init', '--quiet', '--initial-branch=main');
  }

  git(...args: string[]): string {
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
    return execFileSync('git', [...identity, ...args], {
      cwd: this.folder,
      env,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  }

  /** Writes a cluster of the fleet `shop` in place of what stood there; without files it is gone. */
  write(cluster: string, files: ClusterFiles = {}, fleet = 'shop'): this {
    const folder = join(this.dist, fleet, cluster);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(this.dist, { recursive: true });
    const sorted = Object.entries(files).sort(([a], [b]) => compareText(a, b));
    const lines: string[] = [];
    for (const [file, objects] of sorted) {
      const path = `${file}.k8s.yaml`;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), emit(objects));
      lines.push(...[...objects].sort(compareObjects).map((object) => inventoryLine(path, object)));
    }
    if (lines.length > 0) writeFileSync(join(folder, INVENTORY), lines.join(''));
    return this;
  }

  /** Commits everything, and returns the hash. */
  commit(subject = 'change'): string {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', subject);
    return this.git('rev-parse', 'HEAD');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** An object of the fleet `shop`; its fields beside its identity do not matter. */
export function object(apiVersion: string, kind: string, name: string, namespace?: string): ManifestObject {
  return { apiVersion, kind, metadata: namespace === undefined ? { name } : { name, namespace } };
}

export const configMap = (name: string): ManifestObject => object('v1', 'ConfigMap', name, 'shop');
