import { describe, expect, test } from 'vitest';
import { INTENDED } from '../../lib/parity/intended.js';
import { parityPage } from '../../lib/parity/parity-page.js';

describe('docs/parity.md', () => {
  test('says in its first line that it is generated, and has a row for each entry', () => {
    const lines = parityPage(INTENDED).split('\n');
    expect(lines[0]).toContain('npm run docs:parity');
    const rows = lines.filter((line) => line.startsWith('| ')).slice(2);
    expect(rows.map((row) => row.split(' | ')[0])).toEqual(INTENDED.map(({ name }) => `| ${name}`));
  });

  test('says which side has what is meant', () => {
    const entry = { name: 'a', reason: 'B.', places: [{ path: /z/ }] };
    const row = (only?: 'chart' | 'ours' | 'both') =>
      parityPage([{ ...entry, ...(only && { only }) }])
        .trim()
        .split('\n')
        .at(-1);
    expect([row('chart'), row('ours'), row('both'), row()]).toEqual([
      '| a | the chart has it | B. |',
      '| a | we have it | B. |',
      '| a | both have it, with other values | B. |',
      '| a | either | B. |',
    ]);
  });
});
