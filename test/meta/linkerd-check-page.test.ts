import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allRules } from '../../lib/judge/policy/rules/all.js';

test('docs/linkerd-check.md names rules that exist', () => {
  const page = readFileSync(new URL('../../docs/linkerd-check.md', import.meta.url), 'utf8');
  const named = [...page.matchAll(/`((?:fleet|linkerd|linkerd-control-plane|nats|trust)\/[\w-]+)`/g)].map(
    ([, id]) => id,
  );
  const known = new Set<string | undefined>(allRules.map(({ id }) => id));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((id) => !known.has(id))).toEqual([]);
});
