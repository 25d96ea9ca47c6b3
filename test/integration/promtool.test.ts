import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { dump } from 'js-yaml';
import { afterAll, describe, expect, test } from 'vitest';
import { parseManifests } from '../../lib/manifest/load.js';
import type { AlertGroup } from '../../lib/write/observability/alert.js';
import { AlertRules } from '../../lib/write/observability/alert-rules.js';
import { at } from '../support/synth.js';
import type { AlertCase, Sample } from '../write/observability/alert-cases/alert-case.js';
import { ALERT_CASES } from '../write/observability/alert-cases/all.js';
import { ALL_GROUPS } from '../write/observability/all-groups.js';
import { tool } from './support/tools.js';

const folder = mkdtempSync(join(tmpdir(), 'promtool-'));
afterAll(() => rmSync(folder, { recursive: true }));

function promtool(...args: string[]): { readonly code: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(tool('promtool'), args, { cwd: folder, encoding: 'utf8' });
  return { code: status, output: `${stdout}${stderr}` };
}

/** The rules of a PrometheusRule, in a file as Prometheus itself reads it. */
function rulesFile(set: string, groups: readonly AlertGroup[]): string {
  const chart = new Chart(new App(), 'test');
  new AlertRules(chart, 'rules', { namespace: 'monitoring', name: set, groups });
  const file = `${set}.yaml`;
  writeFileSync(join(folder, file), dump(at(chart.toJson()[0] ?? null, 'spec')));
  return file;
}

/** How many alerts of each name fire in one state; none if it reports nothing. */
function testGroup(
  { at: time = '15m', interval = '15s' }: AlertCase,
  samples: Sample,
  firing: ReadonlyMap<string, number>,
) {
  return {
    name: [...firing].map(([alert, count]) => `${alert} ${count}`).join(', '),
    interval,
    input_series: Object.entries(samples).map(([series, values]) => ({ series, values })),
    promql_expr_test: [...firing].map(([alert, count]) => ({
      expr: `count(ALERTS{alertname="${alert}",alertstate="firing"})`,
      eval_time: time,
      exp_samples: count === 0 ? [] : [{ labels: '{}', value: count }],
    })),
  };
}

/** Cases that look at the same samples are evaluated together: weeks of samples take their time. */
function testGroups(cases: readonly AlertCase[], state: 'outage' | 'calm') {
  const groups = new Map<string, { readonly given: AlertCase; readonly firing: Map<string, number> }>();
  for (const given of cases) {
    const key = JSON.stringify([given[state], given.at]);
    const group = groups.get(key) ?? { given, firing: new Map() };
    group.firing.set(given.alert, state === 'outage' ? (given.alerts ?? 1) : 0);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ given, firing }) => testGroup(given, given[state], firing));
}

describe.each(Object.entries(ALL_GROUPS))('alerts of the set %s', (set, groups) => {
  const cases = ALERT_CASES[set] ?? [];

  test('each has a case', () => {
    const names = groups.flatMap(({ alerts }) => alerts.map(({ name }) => name));
    expect(cases.map(({ alert }) => alert).sort()).toEqual(names.sort());
  });

  test('are rules that Prometheus accepts', () => {
    expect(promtool('check', 'rules', rulesFile(set, groups))).toEqual({
      code: 0,
      output: expect.stringContaining('SUCCESS'),
    });
  });

  const intervals = [...new Set(cases.map(({ interval = '15s' }) => interval))];
  test.each(intervals)('fire in an outage, and not in a calm that resembles it, at an interval of %s', (interval) => {
    const timed = cases.filter((given) => (given.interval ?? '15s') === interval);
    const file = `${set}-${interval}.yaml`;
    writeFileSync(
      join(folder, file),
      dump(
        {
          rule_files: [rulesFile(set, groups)],
          evaluation_interval: interval,
          tests: [...testGroups(timed, 'outage'), ...testGroups(timed, 'calm')],
        },
        { noRefs: true },
      ),
    );
    expect(promtool('test', 'rules', file)).toEqual({ code: 0, output: expect.stringContaining('SUCCESS') });
  });
});

test('every rule that is shipped is one that Prometheus accepts', () => {
  const files = readdirSync('dist', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.k8s.yaml') && path.includes('80-observability'))
    .flatMap((path) => parseManifests(readFileSync(join('dist', path), 'utf8'), path).resources)
    .filter(({ object }) => object.kind === 'PrometheusRule')
    .map(({ object }, index) => {
      const file = `shipped-${index}.yaml`;
      writeFileSync(join(folder, file), dump(at(object, 'spec') ?? null));
      return file;
    });
  expect(files.length).toBeGreaterThan(5);
  expect(promtool('check', 'rules', ...files)).toEqual({ code: 0, output: expect.stringContaining('SUCCESS') });
});

test('fails for a rule that Prometheus refuses', () => {
  writeFileSync(join(folder, 'wrong.yaml'), dump({ groups: [{ name: 'a', rules: [{ alert: 'A', expr: 'up =' }] }] }));
  expect(promtool('check', 'rules', 'wrong.yaml').code).not.toBe(0);
});
