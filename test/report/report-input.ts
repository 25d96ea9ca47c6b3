import type { Finding } from '../../lib/judge/finding.js';
import privileged from '../../lib/judge/policy/rules/pod/privileged-mode-is-off.js';
import leaking from '../../lib/judge/policy/rules/secret/data-is-delivered-apart.js';
import type { Note } from '../../lib/manifest/load.js';
import type { ReportInput } from '../../lib/report/summary.js';
import { object } from '../support/manifests.js';
import { clusterFrom } from '../support/rule-tester.js';

const [only] = clusterFrom(object('v1', 'Secret', ''), 'a b/hub').resources;
if (only === undefined) throw new Error('no resource');
export const resource = only;
export const finding: Finding = {
  rule: leaking.id,
  severity: 'error',
  cluster: 'hub',
  resource,
  path: 'data',
  got: '100%\nfull',
  expected: 'no data',
  fix: 'Remove it.',
};
export const warning: Finding = { ...finding, rule: 'schema/x', severity: 'warning', path: 'type' };
export const missing = {
  rule: privileged.id,
  cluster: 'hub',
  resource,
  path: '',
  reason: 'Namespace apps is not among the files',
};
export const undecided = [
  { ...missing, rule: leaking.id },
  missing,
  { ...missing, cluster: 'leaf', resource: undefined },
  { ...missing, reason: 'The image has no tag' },
];
export const skipped: Note = { kind: 'empty', level: 'information', file: 'e.yaml', message: 'is empty' };
export const input = (more: Partial<ReportInput['verdict']> = {}, notes: readonly Note[] = []): ReportInput => ({
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
