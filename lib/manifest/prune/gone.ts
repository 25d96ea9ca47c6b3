import type { InventoryEntry } from '../inventory.js';
import { keyOf, type ManifestObject } from '../object.js';
import { compareObjects, compareText } from '../order.js';
import { narrowness } from './narrowness.js';

/** The objects in a cluster's files at one revision. */
export interface FormerState {
  readonly revision: string;
  readonly entries: readonly InventoryEntry[];
}

/** An object that is in an earlier revision and not in the present one. */
export interface GoneEntry extends InventoryEntry {
  /** The newest revision that has it. */
  readonly revision: string;
}

/** An object that is gone, as the last file that held it had it. */
export interface GoneObject {
  /** Relative to the cluster's folder. */
  readonly path: string;
  readonly object: ManifestObject;
}

/**
 * The objects of the earlier revisions, newest first, that are not among the present ones. An object without a
 * namespace goes into that of the kubectl context, so it may be the same object that another revision names with its
 * namespace.
 *
 * @param present keys of the objects, by `keyOf`.
 */
export function goneEntries(former: readonly FormerState[], present: ReadonlySet<string>): GoneEntry[] {
  const anywhere = new Set([...present].map(withoutNamespace));
  const gone = new Map<string, GoneEntry>();
  for (const { revision, entries } of former) {
    for (const entry of entries) {
      const key = keyOf(entry);
      const unplaced = entry.namespace === '' ? anywhere.has(key) : present.has(keyOf({ ...entry, namespace: '' }));
      if (!present.has(key) && !unplaced && !gone.has(key)) gone.set(key, { ...entry, revision });
    }
  }
  return [...gone.values()];
}

/** Group and kind hold no slash; a name may. */
function withoutNamespace(key: string): string {
  const [group = '', kind = '', , ...name] = key.split('/');
  return keyOf({ group, kind, namespace: '', name: name.join('/') });
}

/**
 * The reverse of the order in which the objects are applied: stages, then files, then the objects in a file. Routes go
 * before the policies that admit callers to them, and broader routes before narrower ones: during the deletion every
 * request matches a route that was meant for it, or one that stays.
 */
export function inOrderOfDeletion(gone: readonly GoneObject[]): GoneObject[] {
  return [...gone].sort(
    (a, b) => compareText(b.path, a.path) || byNarrowness(a.object, b.object) || compareObjects(b.object, a.object),
  );
}

function byNarrowness(a: ManifestObject, b: ManifestObject): number {
  const [own, other] = [narrowness(a), narrowness(b)];
  return own === undefined || other === undefined ? 0 : own - other;
}
