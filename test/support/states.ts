import { identityKey, type ManifestObject } from '../../lib/manifest/object.js';
import { inOrderOfDeletion } from '../../lib/manifest/prune/gone.js';

/**
 * What a cluster holds at each moment while the objects of one file take the place of others: they are applied in their order,
 * and then what is gone is deleted as pruning does. The first state is all of the old ones, the last all of the new ones.
 */
export function* statesBetween(
  before: readonly ManifestObject[],
  after: readonly ManifestObject[],
): Generator<readonly ManifestObject[], void, undefined> {
  const live = new Map(before.map((object) => [identityKey(object), object]));
  yield [...live.values()];
  for (const object of after) {
    const key = identityKey(object);
    if (JSON.stringify(live.get(key)) === JSON.stringify(object)) continue;
    live.set(key, object);
    yield [...live.values()];
  }
  const kept = new Set(after.map(identityKey));
  const gone = before.filter((object) => !kept.has(identityKey(object)));
  for (const { object } of inOrderOfDeletion(gone.map((object) => ({ path: 'policy', object })))) {
    live.delete(identityKey(object));
    yield [...live.values()];
  }
}

/** Identities of objects that only one of two outputs has. */
export function comeAndGone(before: readonly ManifestObject[], after: readonly ManifestObject[]): readonly string[] {
  const [old, now] = [new Set(before.map(identityKey)), new Set(after.map(identityKey))];
  return [...[...old].filter((key) => !now.has(key)), ...[...now].filter((key) => !old.has(key))].sort();
}
