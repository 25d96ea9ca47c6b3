import { describe, expect, test } from 'vitest';
import type { Note } from '../../lib/manifest/load.js';
import { textReport } from '../../lib/report/text.js';
import { finding, input, missing, skipped, undecided } from './report-input.js';

describe('text', () => {
  test('shows severity, rule, object, path, place, got, expected and fix, then the counts', () => {
    expect(textReport(input(), { verbose: false })).toBe(`cluster hub
error secret/data-is-delivered-apart  Secret apps/web  data
  at  a b/hub.yaml:7:3
  got 100%\\nfull, expected no data
  fix Remove it.
warning schema/x  Secret apps/web  type
  at  a b/hub.yaml
  got 100%\\nfull, expected no data
  fix Remove it.

1 error, 1 warning, 0 waived in 1 file, 1 object, 1 cluster; 1 rule evaluated, 1 vacuous: judged 1, not judged 0
`);
  });

  test('names what was not judged and why, one line for each reason, and all places on demand', () => {
    const empty = Array.from({ length: 12 }, (_, number) => ({ ...skipped, file: `${number}.yaml` }));
    const chart: Note = { ...skipped, kind: 'not-kubernetes', file: 'c.yaml', document: 1, message: 'is a chart' };
    const report = input({ findings: [] }, [...empty, chart]);
    const lines = textReport(report, { verbose: false }).split('\n');
    expect(lines.slice(0, 3)).toEqual([
      'not judged:',
      `  is empty: ${[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `${number}.yaml`).join(', ')} and 2 more`,
      '  is a chart: c.yaml (document 2)',
    ]);
    expect(textReport(report, { verbose: true })).toContain('10.yaml, 11.yaml\n');
  });

  test('lists what was waived or vacuous only on demand', () => {
    const report = input({ findings: [], waived: [finding] }, [skipped]);
    expect(textReport(report, { verbose: false })).not.toMatch(/^(?:waived|vacuous)/m);
    expect(textReport(report, { verbose: true })).toBe(`not judged:
  is empty: e.yaml

waived:
  secret/data-is-delivered-apart  Secret apps/web in hub

vacuous: these rules judged nothing:
  pod/privileged-mode-is-off

0 errors, 0 warnings, 1 waived in 1 file, 1 object, 1 cluster; 1 rule evaluated, 1 vacuous: judged 1, not judged 0
`);
  });

  test('groups what rules did not judge by reason and counts it, on demand', () => {
    const report = input({ findings: [], undecided });
    expect(textReport(report, { verbose: false })).not.toContain('by reason');
    expect(textReport(report, { verbose: true })).toContain(`
not judged by rules, by reason:
  Namespace apps is not among the files (3)
    pod/privileged-mode-is-off (2)
      Secret apps/web in hub
      cluster leaf
    secret/data-is-delivered-apart (1)
      Secret apps/web in hub
  The image has no tag (1)
    pod/privileged-mode-is-off (1)
      Secret apps/web in hub
`);
  });

  test('names each field that a rule could not judge, ten of one reason, and counts all', () => {
    const fields = Array.from({ length: 12 }, (_, index) => ({ ...missing, path: `data.key${index}` }));
    const report = textReport(input({ findings: [], undecided: fields }), { verbose: true });
    expect(report).toContain(
      '    pod/privileged-mode-is-off (12)\n      Secret apps/web: data.key0 in hub\n      Secret apps/web: data.key1 in hub\n',
    );
    expect(report).toContain('data.key9 in hub\n      and 2 more, all in --format json\n');
    expect(report).not.toContain('data.key10');
    expect(report).toContain('judged 1, not judged 12\n');
  });

  test('lets no control character of a manifest reach the terminal', () => {
    const report = textReport(input({ findings: [{ ...finding, got: '\u001b[31m\u007f\u009b' }] }), { verbose: false });
    expect(report.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});
