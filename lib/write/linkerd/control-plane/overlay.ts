import { isMapping } from '../../../formats/mapping.js';
import type { PartialTree } from '../../../input/part.js';
import { isUserKeyed } from './user-keys.js';

/**
 * The defaults with the given values; mappings are merged, anything else is replaced, as in Helm. `null` removes a
 * default if the user may choose the keys; elsewhere, where the programs need a value, the default stays.
 */
export function overlay<Tree extends object>(tree: Tree, stated: PartialTree<NoInfer<Tree>>): Tree {
  return merge(tree, stated, { path: '', userKeyed: false }) as Tree;
}

function merge(tree: object, stated: object, { path, userKeyed }: { path: string; userKeyed: boolean }): object {
  const merged = new Map<string, unknown>(Object.entries(tree));
  for (const [key, value] of Object.entries(stated)) {
    if (value === undefined) continue;
    if (value === null) {
      if (userKeyed) merged.delete(key);
      continue;
    }
    const below = merged.get(key);
    const place = path === '' ? key : `${path}.${key}`;
    const deeper = isMapping(below) && isMapping(value);
    merged.set(
      key,
      deeper ? merge(below, value, { path: place, userKeyed: userKeyed || isUserKeyed(place, below) }) : value,
    );
  }
  return Object.fromEntries(merged);
}
