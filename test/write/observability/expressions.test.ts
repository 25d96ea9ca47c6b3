import { describe, expect, test } from 'vitest';
import { meshDashboards } from '../../../lib/write/observability/dashboards/mesh.js';
import { natsDashboard } from '../../../lib/write/observability/dashboards/nats.js';
import { trustDashboard } from '../../../lib/write/observability/dashboards/trust.js';
import { ALL_GROUPS } from './all-groups.js';
import { EXPORTED } from './exported-metrics/all.js';
import { readPromql } from './promql-reader.js';

const groups = Object.entries(ALL_GROUPS).flatMap(([set, list]) => list.map((group) => ({ set, group })));
const recorded = new Map(
  groups.flatMap(({ group }) => (group.recordings ?? []).map(({ record, labels = {} }) => [record, labels] as const)),
);
const dashboards = [
  ...(['linkerd', 'istio'] as const).flatMap((mesh) => [...meshDashboards(mesh), trustDashboard(mesh)]),
  natsDashboard(),
];
const shown = dashboards.flatMap(({ uid, rows, choices = [] }) => [
  ...rows.flatMap(({ title, panels }) =>
    panels.flatMap((panel) =>
      panel.queries.map(({ expr, legend }) => ({ name: `${uid}: ${title}, ${panel.title}, ${legend}`, expr })),
    ),
  ),
  ...choices.map(({ name, metric, of }) => ({
    name: `${uid}: choice of ${name}`,
    expr: `count by (${of}) (${metric})`,
  })),
]);
const told = groups.flatMap(({ set, group }) => [
  ...group.alerts.map(({ name, expr }) => ({ name: `${set}: ${name}`, expr })),
  ...(group.recordings ?? []).map(({ record, expr, labels }) => ({
    name: `${set}: ${record} ${labels?.['objective']}`,
    expr,
  })),
]);

const expressions = [...told, ...shown];

/** What an expression says that no component exports, as sentences. */
function faultsOf(expression: string): string[] {
  const { errors, selectors, groupings } = readPromql(expression);
  const known = new Set<string>(['le']);
  const faults = errors.map((error) => `syntax ${error}`);
  for (const { metric, labels } of selectors) {
    const own =
      EXPORTED.get(metric) ?? (recorded.has(metric) ? new Set(Object.keys(recorded.get(metric) ?? {})) : undefined);
    if (own === undefined) {
      faults.push(`no component exports ${metric}`);
      continue;
    }
    for (const label of own) known.add(label);
    for (const label of labels) if (!own.has(label)) faults.push(`${metric} has no label ${label}`);
  }
  for (const label of groupings) if (!known.has(label)) faults.push(`nothing here has the label ${label}`);
  return faults;
}

describe('expressions', () => {
  test('there are many', () => expect(expressions.length).toBeGreaterThan(150));

  test.each(expressions)('$name asks for what the components export', ({ expr }) => {
    expect(faultsOf(expr)).toEqual([]);
    expect(readPromql(expr).selectors.length).toBeGreaterThan(0);
  });

  test.each([
    ['up{job="a"', 'syntax'],
    ['sum(rate(pilot_xds_push_context_errors[5m])) > 0', 'no component exports pilot_xds_push_context_errors'],
    [
      'identity_cert_expiration_timestamp_seconds < 1',
      'no component exports identity_cert_expiration_timestamp_seconds',
    ],
    ['nats_varz_leafnodes{cluster="a"} == 0', 'nats_varz_leafnodes has no label cluster'],
    ['sum by (stream) (nats_stream_mirror_lag)', 'nothing here has the label stream'],
  ])('fails for %s', (expression, fault) => {
    expect(faultsOf(expression).join()).toContain(fault);
  });
});

describe('messages', () => {
  const alerts = groups.flatMap(({ group }) => group.alerts);

  test.each(alerts.map((alert) => [alert.name, alert] as const))('%s names labels that its series have', (_, alert) => {
    const { selectors, groupings } = readPromql(alert.expr);
    const aggregated = /^\(*\s*(sum|max|min|count) /.test(alert.expr);
    const labels = new Set([
      ...(aggregated ? groupings : selectors.flatMap(({ metric }) => [...(EXPORTED.get(metric) ?? [])])),
      ...Object.keys(alert.labels ?? {}),
    ]);
    const named = [...`${alert.summary} ${alert.description} ${alert.runbook}`.matchAll(/\$labels\.(\w+)/g)].map(
      ([, label]) => label ?? '',
    );
    expect(named.filter((label) => !labels.has(label))).toEqual([]);
  });

  test('no alert sends its reader to an address', () => {
    expect(JSON.stringify(alerts)).not.toMatch(/https?:\/\//);
  });
});
