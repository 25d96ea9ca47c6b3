import { isMapping } from '../../props/fault.js';

/** A tree of which any part may be left out; lists are given as a whole. */
export type PartialTree<Tree> = Tree extends readonly unknown[]
  ? Tree
  : Tree extends object
    ? { readonly [Key in keyof Tree]?: PartialTree<Tree[Key]> | undefined }
    : Tree;

/** The tree with what is stated put in place; a mapping is merged, anything else replaced, as Helm does with values. */
export function overlay<Tree extends object>(tree: Tree, stated: PartialTree<NoInfer<Tree>>): Tree {
  const merged: Record<string, unknown> = Object.fromEntries(Object.entries(tree));
  for (const [key, value] of Object.entries(stated)) {
    // As in a values file, null takes nothing back.
    if (value === undefined || value === null) continue;
    const below = merged[key];
    merged[key] = isMapping(below) && isMapping(value) ? overlay(below, value) : value;
  }
  return merged as Tree;
}
