import { describe, expect, test } from 'vitest';
import { githubReport } from '../../lib/report/github.js';
import type { ReportInput } from '../../lib/report/summary.js';
import { finding, input, missing, resource, skipped, undecided, warning } from './report-input.js';

describe('github', () => {
  test('escapes what would end a command or a property', () => {
    const comma = { ...finding, resource: { ...resource, file: 'a,b:c.yaml' } };
    expect(githubReport(input({ findings: [comma] })).split('\n')[0]).toBe(
      '::error file=a%2Cb%3Ac.yaml,line=7,col=3,title=secret/data-is-delivered-apart::Secret apps/web: data is 100%25\\nfull, expected no data. Remove it.',
    );
  });

  test('notices what was not judged', () => {
    expect(githubReport(input({ findings: [] }, [skipped]))).toContain('::notice::not judged: is empty: e.yaml\n');
  });

  test('notices what rules did not judge, once for each rule and reason, and counts what does not fit', () => {
    const lines = (report: ReportInput) => githubReport(report).trimEnd().split('\n');
    expect(lines(input({ findings: [], undecided })).slice(0, -1)).toEqual([
      '::notice title=pod/privileged-mode-is-off::not judged: Namespace apps is not among the files: Secret apps/web in hub, cluster leaf',
      '::notice title=pod/privileged-mode-is-off::not judged: The image has no tag: Secret apps/web in hub',
      '::notice title=secret/data-is-delivered-apart::not judged: Namespace apps is not among the files: Secret apps/web in hub',
    ]);
    const reasons = Array.from({ length: 12 }, (_, number) => ({ ...missing, reason: `Reason ${number}` }));
    const all = lines(input({ findings: [], undecided: reasons }));
    expect(all.filter((line) => line.startsWith('::notice'))).toHaveLength(10);
    expect(all.at(-1)).toMatch(/; 2 not shown as annotations$/);
  });

  test('shows ten errors and ten warnings, faults first, and counts the rest', () => {
    const findings = [...Array.from({ length: 11 }, () => finding), ...Array.from({ length: 12 }, () => warning)];
    const lines = githubReport(input({ findings, objects: 0 }))
      .trimEnd()
      .split('\n');
    expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(10);
    expect(lines.filter((line) => line.startsWith('::warning'))).toHaveLength(10);
    expect(lines[0]).toMatch(/^::error::Nothing was judged/);
    expect(lines.at(-1)).toMatch(/; 4 not shown as annotations$/);
  });
});
