import type { ClusterIndex } from './cluster-index.js';

/** Makes a pure function of a cluster's objects remember its result, so that rules can ask for each object. */
export function perCluster<T>(compute: (cluster: ClusterIndex) => T): (cluster: ClusterIndex) => T {
  const known = new WeakMap<ClusterIndex, { readonly value: T }>();
  return (cluster) => {
    const found = known.get(cluster);
    if (found !== undefined) return found.value;
    const value = compute(cluster);
    known.set(cluster, { value });
    return value;
  };
}

/** Makes a pure function of an object alone remember its results. */
export function perObject<Item extends object, T>(compute: (item: Item) => T): (item: Item) => T {
  const known = new WeakMap<Item, { readonly value: T }>();
  return (item) => {
    const found = known.get(item);
    if (found !== undefined) return found.value;
    const value = compute(item);
    known.set(item, { value });
    return value;
  };
}

/** Makes a pure function of an item of a cluster remember its results. */
export function perItem<Item extends object, T>(
  compute: (item: Item, cluster: ClusterIndex) => T,
): (item: Item, cluster: ClusterIndex) => T {
  const known = perCluster(() => new Map<Item, { readonly value: T }>());
  return (item, cluster) => {
    const ofCluster = known(cluster);
    const found = ofCluster.get(item);
    if (found !== undefined) return found.value;
    const value = compute(item, cluster);
    ofCluster.set(item, { value });
    return value;
  };
}

/** Remembers the items of a cluster by a key, each list in the order of the items. */
export function groupedBy<T>(
  items: (cluster: ClusterIndex) => Iterable<T>,
  keyOf: (item: T) => string,
): (cluster: ClusterIndex, key: string) => readonly T[] {
  const groups = perCluster((cluster) => {
    const lists = new Map<string, T[]>();
    for (const item of items(cluster)) {
      const list = lists.get(keyOf(item));
      if (list === undefined) lists.set(keyOf(item), [item]);
      else list.push(item);
    }
    return lists;
  });
  return (cluster, key) => groups(cluster).get(key) ?? [];
}
