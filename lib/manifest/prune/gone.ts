import type { InventoryEntry } from '../inventory.js';
import { keyOf, type ManifestObject } from '../object.js';
import { compareObjects, compareText } from '../order.js';
import { narrowness } from './narrowness.js';

/** What one revision of a cluster's files holds. */
export interface FormerState {
  readonly revision: string;
  readonly entries: readonly InventoryEntry[];
}

/** An object that stands in a former state and not in the present one. */
export interface GoneEntry extends InventoryEntry {
  /** The newest revision in which it stands. */
  readonly revision: string;
}

/** An object that is gone, as it stood in the last file that held it. */
export interface GoneObject {
  /** Relative to the cluster's folder. */
  readonly path: string;
  readonly object: ManifestObject;
}

/**
 * What stands in one of the former states, newest first, and is not among the present objects. An object without a namespace
 * lands in the one of the kubectl context, so that it may be the very one which another state names with its namespace.
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
 * The reverse of the order in which the objects are applied: stages, then files, then the objects in a file. There routes go
 * before what lets callers in on them, and the broader before the narrower: while some are gone, every request is judged by a
 * route that was meant for it, or by one that stays.
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
