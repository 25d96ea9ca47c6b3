import { describe, expect, test } from 'vitest';
import type { Finding } from '../../lib/judge/finding.js';
import privileged from '../../lib/judge/policy/rules/pod/privileged-mode-is-off.js';
import leaking from '../../lib/judge/policy/rules/secret/data-is-delivered-apart.js';
import type { Note } from '../../lib/manifest/load.js';
import { githubReport } from '../../lib/report/github.js';
import { jsonReport } from '../../lib/report/json.js';
import { sarifReport } from '../../lib/report/sarif.js';
import { faultsOf, type ReportInput } from '../../lib/report/summary.js';
import { textReport } from '../../lib/report/text.js';
import { object } from '../support/manifests.js';
import { clusterFrom } from '../support/rule-tester.js';

const [resource] = clusterFrom(object('v1', 'Secret', ''), 'a b/hub').resources;
if (resource === undefined) throw new Error('no resource');
const finding: Finding = {
  rule: leaking.id,
  severity: 'error',
  cluster: 'hub',
  resource,
  path: 'data',
  got: '100%\nfull',
  expected: 'no data',
  fix: 'Remove it.',
};
const warning: Finding = { ...finding, rule: 'schema/x', severity: 'warning', path: 'type' };
const missing = {
  rule: privileged.id,
  cluster: 'hub',
  resource,
  path: '',
  reason: 'Namespace apps is not among the files',
};
const undecided = [
  { ...missing, rule: leaking.id },
  missing,
  { ...missing, cluster: 'leaf', resource: undefined },
  { ...missing, reason: 'The image has no tag' },
];
const skipped: Note = { kind: 'empty', level: 'information', file: 'e.yaml', message: 'is empty' };
const input = (more: Partial<ReportInput['verdict']> = {}, notes: readonly Note[] = []): ReportInput => ({
  verdict: {
    clusters: 1,
    objects: 1,
    findings: [finding, warning],
    judged: new Map([[leaking.id, 1]]),
    undecided: [],
    crashes: [],
    waived: [],
    waiverProblems: [],
    ...more,
  },
  notes,
  files: 1,
  rules: [privileged, leaking],
  locate: ({ path }) => (path === 'data' ? { line: 7, column: 3 } : undefined),
});

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

describe('faults', () => {
  test('are errors of files, an empty run, crashes and waivers', () => {
    const invalid: Note = {
      kind: 'invalid-yaml',
      level: 'error',
      file: 'a.yaml',
      line: 3,
      message: 'is no valid YAML',
    };
    const crash = { rule: 'pod/x', cluster: 'hub', object: 'Pod apps/web', message: 'oops' };
    const problem = { where: 'waiver', got: 'expired', expected: 'one that holds', fix: 'Remove it.' };
    const report = input(
      { objects: 0, crashes: [crash, { ...crash, cluster: '', object: '' }], waiverProblems: [problem] },
      [invalid, skipped],
    );
    expect(faultsOf(report)).toEqual([
      'a.yaml:3 is no valid YAML.',
      'Nothing was judged: no Kubernetes object was found in the given paths.',
      'pod/x failed on Pod apps/web in cluster hub: oops. Its findings are missing.',
      'pod/x failed on the fleet: oops. Its findings are missing.',
      'waiver is expired, expected one that holds. Remove it.',
    ]);
    expect(textReport(report, { verbose: false })).toContain('error: a.yaml:3 is no valid YAML.\n');
  });
});

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

describe('sarif', () => {
  const runOf = (report: ReportInput) => JSON.parse(sarifReport(report)).runs[0];

  test('ties every result to a described rule, a level and a place', () => {
    const run = runOf(input());
    expect(run.results.map((result: { level: string }) => result.level)).toEqual(['error', 'warning']);
    for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
    const [first, second] = run.results;
    expect(first.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'a%20b/hub.yaml' },
      region: { startLine: 7, startColumn: 3 },
    });
    expect(second.locations[0].physicalLocation).not.toHaveProperty('region');
    expect(run.tool.driver.rules[0]).toMatchObject({ id: privileged.id, helpUri: privileged.source });
  });

  test('has fingerprints that survive moved lines, and differ for each field, object and cluster', () => {
    const printsOf = (findings: readonly Finding[], line = 1) =>
      runOf({ ...input({ findings }), locate: () => ({ line, column: 1 }) }).results.map(
        (result: { partialFingerprints: Record<string, string> }) => result.partialFingerprints['meshwrightFinding/v1'],
      );
    expect(printsOf([finding], 1)).toEqual(printsOf([finding], 99));
    const all = [
      finding,
      { ...finding, path: 'x' },
      { ...finding, cluster: 'leaf' },
      { ...finding, rule: 'a/b' },
      finding,
    ];
    expect(new Set(printsOf(all)).size).toBe(all.length);
  });

  test('shows waived findings as suppressed, and faults as a failed run', () => {
    const run = runOf(input({ findings: [], waived: [finding], objects: 0 }));
    expect(run.results[0].suppressions).toEqual([{ kind: 'external', status: 'accepted' }]);
    expect(run.invocations[0].executionSuccessful).toBe(false);
    expect(run.invocations[0].toolExecutionNotifications).toHaveLength(1);
  });

  test('notes what was not judged, which is no failure', () => {
    const [invocation] = runOf(input({}, [skipped])).invocations;
    expect(invocation).toEqual({
      executionSuccessful: true,
      toolExecutionNotifications: [{ level: 'note', message: { text: 'not judged: is empty: e.yaml' } }],
    });
  });

  test('notes what rules did not judge, once for each rule and reason, with few of the objects', () => {
    const many = Array.from({ length: 12 }, (_, number) => ({ ...missing, cluster: `c${number}` }));
    const [invocation] = runOf(input({ findings: [], undecided: [...undecided, ...many] })).invocations;
    expect(invocation.executionSuccessful).toBe(true);
    const place = 'Secret apps/web in hub';
    expect(invocation.toolExecutionNotifications).toEqual([
      {
        level: 'note',
        message: {
          text: `not judged: Namespace apps is not among the files: ${place}, cluster leaf, ${[0, 1, 2, 3, 4, 5, 6, 7].map((number) => `Secret apps/web in c${number}`).join(', ')} and 4 more`,
        },
        associatedRule: { id: privileged.id, index: 0 },
      },
      {
        level: 'note',
        message: { text: `not judged: The image has no tag: ${place}` },
        associatedRule: { id: privileged.id, index: 0 },
      },
      {
        level: 'note',
        message: { text: `not judged: Namespace apps is not among the files: ${place}` },
        associatedRule: { id: leaking.id, index: 1 },
      },
    ]);
  });

  test('writes an absolute path as a file URL', () => {
    const absolute = { ...finding, resource: { ...resource, file: '/a#b.yaml' } };
    const [result] = runOf(input({ findings: [absolute] })).results;
    expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe('file:///a%23b.yaml');
  });
});

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
