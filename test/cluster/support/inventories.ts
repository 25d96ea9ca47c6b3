import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { INVENTORY } from '../../../lib/manifest/inventory.js';
import { findSources, loadCluster } from '../../../lib/manifest/load-files.js';
import { identityKey, type ManifestObject } from '../../../lib/manifest/object.js';

/** The clusters of an output folder, as `<fleet>/<cluster>`. */
export function clustersOf(output: string): string[] {
  return readdirSync(output, { recursive: true, encoding: 'utf8' })
    .filter((path) => basename(path) === INVENTORY)
    .map(dirname)
    .sort();
}

/** The objects in the files of a cluster. */
export function manifestsOf(output: string, cluster: string): ManifestObject[] {
  const { clusters } = findSources([join(output, cluster)]);
  return clusters.flatMap((source) => loadCluster(source).view.resources.map(({ object }) => object));
}

/** What tells the objects of a cluster's inventory apart, sorted. */
export function listedObjects(output: string, cluster: string): string[] {
  const lines = readFileSync(join(output, cluster, INVENTORY), 'utf8')
    .split('\n')
    .filter(Boolean);
  return lines
    .map((line) => line.split('\t'))
    .map(([, apiVersion = '', kind = '', namespace = '', name = '']) =>
      identityKey({ apiVersion, kind, metadata: { name, namespace } }),
    )
    .sort();
}

/** What tells objects apart, sorted. */
export function identities(objects: readonly ManifestObject[]): string[] {
  return objects.map(identityKey).sort();
}
