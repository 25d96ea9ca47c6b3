/** A list with at least one element: in Istio's policies an empty one is everyone, or an error. */
export type NonEmpty<T> = readonly [T, ...T[]];

/** Whether a list has an element. */
export function isNonEmpty<T>(list: readonly T[]): list is NonEmpty<T> {
  return list.length > 0;
}

/** The list, each text once and in order; undefined where it is empty. */
export function sortedSet(list: readonly string[]): NonEmpty<string> | undefined {
  const sorted = [...new Set(list)].sort();
  return isNonEmpty(sorted) ? sorted : undefined;
}
