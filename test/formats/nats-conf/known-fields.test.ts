import { describe, expect, test } from 'vitest';
import { confFields } from '../../../lib/formats/nats-conf/fields.js';
import { CHOSEN, confTree, type FieldTree, isTopField } from '../../../lib/formats/nats-conf/known-fields.js';

function has(tree: FieldTree, steps: readonly string[]): boolean {
  const [first, ...rest] = steps;
  if (first === undefined) return true;
  const below = tree[CHOSEN] ?? tree[first];
  return below === 'any' || (below !== undefined && has(below, rest));
}

describe('confTree', () => {
  test.each(confFields.map(({ path }) => path))('knows %s', (path) => {
    expect(has(confTree, path.replaceAll('[]', '').split('.'))).toBe(true);
  });

  test('knows the names at the top in any case, and no others', () => {
    expect(isTopField('LeafNodes')).toBe(true);
    expect(isTopField('leafs')).toBe(false);
    expect(isTopField('constructor')).toBe(false);
  });
});
