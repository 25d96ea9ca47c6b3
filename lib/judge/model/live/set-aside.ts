import { listed } from '../../../manifest/listed.js';
import type { Note } from '../../../manifest/load.js';
import type { ClusterView, Resource } from '../../../manifest/resource.js';
import { isMadeByCluster } from './made-by-cluster.js';
import { describesPods, liveObjects, ownerOf } from './owners.js';

/** A cluster without what users did not write, and how much was set aside. */
export interface WrittenView {
  readonly view: ClusterView;
  readonly notes: readonly Note[];
}

/**
 * Sets aside what live objects hold beyond what someone wrote, so that they are judged as files are.
 *
 * - What the cluster itself made. Rules may look it up.
 * - What a controller made for an object that is here too: the owner is judged. The pods of a Deployment are described by its
 *   template; other owned objects, such as the Secret of a Certificate, rules may look up. Pods whose owner describes no pods,
 *   such as those that an operator makes for its own kind, are judged, since nothing else shows them.
 */
export function setAsideLive(view: ClusterView): WrittenView {
  const objects = liveObjects(view.resources);
  const resources: Resource[] = [];
  const lookedUp: Resource[] = [];
  const owned: Resource[] = [];
  const made: Resource[] = [];
  for (const resource of view.resources) {
    if (isMadeByCluster(resource.object)) {
      made.push(resource);
      lookedUp.push(resource);
      continue;
    }
    const owner = ownerOf(resource, objects);
    const pods = owner !== undefined && describesPods(resource);
    if (owner === undefined || (pods && !describesPods(owner))) {
      resources.push(resource);
      continue;
    }
    owned.push(resource);
    if (!pods) lookedUp.push(resource);
  }
  if (owned.length + made.length === 0) return { view, notes: [] };
  const notes = [
    ...notesOn(owned, 'judged-by-owner', 'whose owner is judged in their place'),
    ...notesOn(made, 'made-by-cluster', 'that the cluster made by itself'),
  ];
  return { view: { ...view, resources, lookedUp }, notes };
}

/** One note for each file, with the number of each kind. */
function notesOn(resources: readonly Resource[], kind: Note['kind'], which: string): Note[] {
  const files = new Map<string, Map<string, number>>();
  for (const { file, object } of resources) {
    const kinds = files.get(file) ?? new Map<string, number>();
    files.set(file, kinds.set(object.kind, (kinds.get(object.kind) ?? 0) + 1));
  }
  return [...files].map(([file, kinds]) => {
    const sorted = [...kinds].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
    const counts = listed(sorted.map(([name, count]) => `${count} ${name}`));
    return { kind, level: 'information', file, message: `has objects ${which}: ${counts}` };
  });
}
