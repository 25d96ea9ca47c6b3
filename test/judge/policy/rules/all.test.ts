import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allRules } from '../../../../lib/judge/policy/rules/all.js';

const filesBelow = (folder: string, suffix: string) =>
  readdirSync(new URL(folder, import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(suffix) && file.includes('/') && !file.endsWith('/all.ts'))
    .map((file) => file.slice(0, -suffix.length))
    .sort();

const ids = allRules.map(({ id }) => id);

describe('the catalogue', () => {
  test('is sorted by id', () => expect(ids).toEqual([...ids].sort()));

  test('lists every rule file once, and the id is the path', () =>
    expect(ids).toEqual(filesBelow('../../../../lib/judge/policy/rules', '.ts')));

  test('has a test file for every rule', () => expect(filesBelow('.', '.test.ts')).toEqual(ids));

  for (const rule of allRules) {
    test(`${rule.id} has a summary, a rationale, a source and kinds`, () => {
      expect(rule.summary).toMatch(/^[A-Z].*[^.]\.$/);
      expect(rule.rationale).toMatch(/\.$/);
      expect(new URL(rule.source).protocol).toBe('https:');
      expect(rule.appliesTo.length).toBeGreaterThan(0);
    });
  }
});
