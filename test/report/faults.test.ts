import { describe, expect, test } from 'vitest';
import type { Note } from '../../lib/manifest/load.js';
import { faultsOf } from '../../lib/report/summary.js';
import { textReport } from '../../lib/report/text.js';
import { input, skipped } from './report-input.js';

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

  test('say why nothing was judged where a cluster made all objects', () => {
    const made: Note = { kind: 'made-by-cluster', level: 'information', file: '-', message: 'has 1 Event' };
    expect(faultsOf(input({ objects: 0 }, [made]))).toEqual([
      'Nothing was judged: the cluster itself made every object in the given paths.',
    ]);
  });
});
