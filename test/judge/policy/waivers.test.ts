import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../lib/diagnostic.js';
import type { Finding } from '../../../lib/judge/finding.js';
import { applyWaivers, parseWaivers, type Waiver } from '../../../lib/judge/policy/waivers.js';
import { object } from '../../support/manifests.js';
import { clusterFrom } from '../../support/rule-tester.js';

const waiver: Waiver = {
  rule: 'pod/x',
  object: { cluster: 'hub', kind: 'ConfigMap', namespace: 'apps', name: 'web' },
  reason: 'until the next release',
  owner: 'platform',
  expires: '2026-12-31',
};
const findings = clusterFrom(object('v1', 'ConfigMap', '')).resources.map(
  (resource): Finding => ({
    rule: 'pod/x',
    severity: 'error',
    cluster: 'hub',
    resource,
    path: 'p',
    got: 'g',
    expected: 'e',
    fix: 'F.',
  }),
);
const yaml = (more = '') => `waivers:
  - rule: pod/x
    object: { cluster: hub, kind: ConfigMap, namespace: apps, name: web }
    reason: until the next release
    owner: platform
    expires: 2026-12-31
    ${more}`;
const problemsOf = (text: string) => parseWaivers(text, 'w.yaml').problems.map(formatDiagnostic);

describe('parseWaivers', () => {
  test('reads every field; the day needs no quotes', () => {
    expect(parseWaivers(yaml(), 'w.yaml')).toEqual({ waivers: [waiver], problems: [] });
    expect(parseWaivers('waivers: []', 'w.yaml')).toEqual({ waivers: [], problems: [] });
  });

  test('takes an object without a namespace to be cluster-scoped', () => {
    const { waivers } = parseWaivers(yaml().replace('namespace: apps, ', ''), 'w.yaml');
    expect(waivers[0]?.object.namespace).toBe('');
  });

  test.each(['rule', 'reason', 'owner', 'expires'])('fails without %s', (field) => {
    const text = yaml().replace(new RegExp(`${field}: [^\\n]*`), `${field}: ""`);
    expect(problemsOf(text)).toEqual([
      `w.yaml: waivers[0].${field} is '', expected ${field === 'expires' ? 'a day of the calendar as YYYY-MM-DD' : 'text'}. Correct it.`,
    ]);
    expect(parseWaivers(text, 'w.yaml').waivers).toEqual([]);
  });

  test('fails for an object without a cluster, kind or name', () => {
    const text = yaml().replace(/object: .*/, 'object: {}');
    expect(problemsOf(text).map((line) => line.split(' is ')[0])).toEqual(
      ['cluster', 'kind', 'name'].map((field) => `w.yaml: waivers[0].object.${field}`),
    );
  });

  test.each(['2026-02-30', '2026-2-3', 'soon'])('fails for the day %s', (day) => {
    expect(problemsOf(yaml().replace('2026-12-31', day))).toEqual([
      `w.yaml: waivers[0].expires is '${day}', expected a day of the calendar as YYYY-MM-DD. Correct it.`,
    ]);
  });

  test('fails for unknown fields', () => {
    expect(problemsOf(yaml('until: x'))).toEqual([
      'w.yaml: waivers[0].until is an unknown option, expected one of rule, object, reason, owner, expires. Remove it, or correct its name.',
    ]);
    expect(problemsOf(yaml().replace('name: web', 'name: web, uid: x'))).toHaveLength(1);
  });

  test('reports the faults of the file and of each waiver at once', () => {
    const text = `rules: []\n${yaml().replace('owner: platform', 'owner: 3')}\n  - 7`;
    expect(problemsOf(text)).toEqual([
      'w.yaml: rules is an unknown option, expected one of waivers. Remove it, or correct its name.',
      'w.yaml: waivers[0].owner is 3, expected text. Correct it.',
      'w.yaml: waivers[1] is 7, expected an object with rule, object, reason, owner, expires. Correct it.',
    ]);
  });

  test.each(['', '[]', 'waivers: x', 'waivers: []\nrules: []', 'waivers: ['])('fails for the file %j', (text) => {
    expect(problemsOf(text)).toHaveLength(1);
  });
});

describe('applyWaivers', () => {
  test('takes out what is waived, on the last day too', () => {
    expect(applyWaivers(findings, [waiver], '2026-12-31')).toEqual({ findings: [], waived: findings, problems: [] });
  });

  test('fails from the day after the last day on', () => {
    const { findings: left, waived, problems } = applyWaivers(findings, [waiver], '2027-01-01');
    expect([left, waived]).toEqual([findings, []]);
    expect(problems.map(formatDiagnostic)).toEqual([
      'waiver of pod/x for ConfigMap apps/web in hub is expired since 2026-12-31, expected a waiver that is still valid. Fix the object and remove the waiver, or have platform extend it.',
    ]);
  });

  test.each([
    { rule: 'pod/y' },
    { object: { ...waiver.object, cluster: 'leaf' } },
    { object: { ...waiver.object, kind: 'Secret' } },
    { object: { ...waiver.object, namespace: 'other' } },
    { object: { ...waiver.object, name: 'api' } },
  ])('fails as unused where it differs in %j', (difference) => {
    const { findings: left, problems } = applyWaivers(findings, [{ ...waiver, ...difference }], '2026-01-01');
    expect(left).toEqual(findings);
    expect(problems.map(({ got }) => got)).toEqual(['used by no finding']);
  });

  test('does not call a waiver unused whose rule did not run', () => {
    expect(applyWaivers([], [waiver], '2026-01-01', new Set(['pod/y'])).problems).toEqual([]);
    expect(applyWaivers([], [waiver], '2026-01-01', new Set(['pod/x'])).problems).toHaveLength(1);
  });
});
