/** A list with at least one element. In a policy an empty list means everyone, or is an error. */
export type NonEmpty<T> = readonly [T, ...T[]];

/** Whether a list has an element. */
export function isNonEmpty<T>(list: readonly T[]): list is NonEmpty<T> {
  return list.length > 0;
}

/** The texts, each once and sorted; undefined if there are none. */
export function sortedSet(list: readonly string[]): NonEmpty<string> | undefined {
  const sorted = [...new Set(list)].sort();
  return isNonEmpty(sorted) ? sorted : undefined;
}
