import { expect, test } from 'vitest';
import { guardMutants } from './guard-mutants.js';

test('takes away each guard that ends a function or a turn of a loop, one at a time', () => {
  const source = `
for (const a of all) {
  if (a === 1) continue;
  if (a === 2) {
    count();
    return;
  }
  if (a === 3) count();
  if (a === 4) return;
  else count();
}
`;
  expect(guardMutants(source).map(({ guard }) => guard)).toEqual([
    'if (a === 1) continue;',
    'if (a === 2) { count(); return; }',
  ]);
  expect(guardMutants(source)[0]?.source).toBe(source.replace('if (a === 1) continue;', ''));
});
