import { identityKey, type ManifestObject } from '../../lib/manifest/object.js';

/**
 * What a cluster holds at each moment while one output takes the place of another: its objects are applied in their order, and
 * then what is gone is deleted, the last first. Both outputs are in the order in which they are applied; the first state is all
 * of the old one, the last all of the new one.
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
  for (const object of [...before].reverse()) {
    if (kept.has(identityKey(object))) continue;
    live.delete(identityKey(object));
    yield [...live.values()];
  }
}

/** Identities of objects that only one of two outputs has. */
export function comeAndGone(before: readonly ManifestObject[], after: readonly ManifestObject[]): readonly string[] {
  const [old, now] = [new Set(before.map(identityKey)), new Set(after.map(identityKey))];
  return [...[...old].filter((key) => !now.has(key)), ...[...now].filter((key) => !old.has(key))].sort();
}
