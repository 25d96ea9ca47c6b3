import { describe, expect, test } from 'vitest';
import privileged from '../../lib/judge/policy/rules/pod/privileged-mode-is-off.js';
import leaking from '../../lib/judge/policy/rules/secret/data-is-delivered-apart.js';
import { jsonReport } from '../../lib/report/json.js';
import { input, missing, skipped, undecided, warning } from './report-input.js';

describe('json', () => {
  test('carries findings with place and identity, notes and the count of every rule', () => {
    const report = JSON.parse(jsonReport(input({ waived: [warning] }, [skipped])));
    expect(report.summary).toEqual({
      errors: 1,
      warnings: 1,
      waived: 1,
      files: 1,
      objects: 1,
      clusters: 1,
      rules: 2,
      vacuous: 1,
      judged: 1,
      notJudged: 0,
    });
    expect(report.findings[0]).toEqual({
      rule: leaking.id,
      severity: 'error',
      cluster: 'hub',
      object: { group: '', kind: 'Secret', namespace: 'apps', name: 'web' },
      path: 'data',
      got: '100%\nfull',
      expected: 'no data',
      fix: 'Remove it.',
      file: 'a b/hub.yaml',
      document: 0,
      line: 7,
      column: 3,
    });
    expect(report.judged).toEqual({ [privileged.id]: 0, [leaking.id]: 1 });
    expect(report.notes).toEqual([skipped]);
  });

  test('says of what was not judged which rule, object, field and file it is, and why', () => {
    const [, , cluster] = undecided;
    if (cluster === undefined) throw new Error('no example');
    const report = JSON.parse(jsonReport(input({ undecided: [{ ...missing, path: 'data.a' }, cluster] })));
    expect(report.notJudged).toEqual([
      {
        rule: privileged.id,
        cluster: 'hub',
        object: { group: '', kind: 'Secret', namespace: 'apps', name: 'web' },
        path: 'data.a',
        file: 'a b/hub.yaml',
        document: 0,
        reason: 'Namespace apps is not among the files',
      },
      { rule: privileged.id, cluster: 'leaf', reason: 'Namespace apps is not among the files' },
    ]);
  });
});
