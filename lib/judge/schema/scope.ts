import { type KindEntry, kindIndex } from '../../../imports/kinds.js';

/** What is known about a kind; undefined if it has no schema. The core group is empty. */
export function kindEntry(group: string, kind: string): KindEntry | undefined {
  const kinds = Object.hasOwn(kindIndex, group) ? kindIndex[group] : undefined;
  return kinds !== undefined && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
}

/** Whether objects of a kind live in a namespace; undefined if the kind is unknown. The core group is empty. */
export function scopeOf(group: string, kind: string): 'Namespaced' | 'Cluster' | undefined {
  return kindEntry(group, kind)?.scope;
}
