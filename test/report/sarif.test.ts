import { describe, expect, test } from 'vitest';
import type { Finding } from '../../lib/judge/finding.js';
import privileged from '../../lib/judge/policy/rules/pod/privileged-mode-is-off.js';
import leaking from '../../lib/judge/policy/rules/secret/data-is-delivered-apart.js';
import { sarifReport } from '../../lib/report/sarif.js';
import type { ReportInput } from '../../lib/report/summary.js';
import { finding, input, missing, resource, skipped, undecided } from './report-input.js';

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
