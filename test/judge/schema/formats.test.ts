import { describe, expect, test } from 'vitest';
import { schemaFiles } from '../../../imports/schemas.js';
import { formats, formatWords } from '../../../lib/judge/schema/formats.js';
import { findingsOn, valid } from './objects.js';

/** Names of formats in a schema, without those of fields that are called `format`. */
function formatsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = 'format' in node && typeof node.format === 'string' ? [node.format] : [];
  return [...own, ...Object.values(node).flatMap(formatsIn)];
}

describe('formats', () => {
  test.each(Object.entries(schemaFiles))(
    'knows every format of %s, since an unknown one fails the run',
    async (_, read) => {
      const used = new Set(formatsIn((await read()).default));
      expect([...used].filter((format) => formats[format] === undefined)).toEqual([]);
    },
  );

  test('has words for each', () => {
    expect(Object.keys(formatWords).sort()).toEqual(Object.keys(formats).sort());
  });

  test('fails what is no finite number', async () => {
    const ratio = (value: string) =>
      findingsOn(valid.serviceProfile.replace('retryRatio: 0.2', `retryRatio: ${value}`));
    expect(await ratio('"0.2"')).toEqual([
      'schema/wrong-type spec.retryBudget.retryRatio: "0.2" -> a finite number | Write it without quotes.',
    ]);
    expect(await ratio('.inf')).toHaveLength(1);
    expect(await ratio('1')).toEqual([]);
  });
});
