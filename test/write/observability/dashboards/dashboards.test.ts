import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { dashboardJson } from '../../../../lib/write/observability/dashboards/dashboard-json.js';
import { Dashboards } from '../../../../lib/write/observability/dashboards/dashboards.js';
import { meshDashboards } from '../../../../lib/write/observability/dashboards/mesh.js';
import { natsDashboard } from '../../../../lib/write/observability/dashboards/nats.js';
import { trustDashboard } from '../../../../lib/write/observability/dashboards/trust.js';
import { at, refusal } from '../../../support/synth.js';

const dashboards = [
  ...(['linkerd', 'istio'] as const).flatMap((mesh) => [...meshDashboards(mesh), trustDashboard(mesh)]),
  natsDashboard(),
];

test('there is one for each question, in both meshes', () => {
  expect(dashboards.map(({ uid }) => uid)).toEqual([
    ...['linkerd-mesh', 'linkerd-service', 'linkerd-flow', 'linkerd-errors', 'linkerd-trust'],
    ...['istio-mesh', 'istio-service', 'istio-flow', 'istio-errors', 'istio-trust'],
    'nats-fleet',
  ]);
});

describe.each(dashboards.map((dashboard) => [dashboard.uid, dashboard] as const))('%s', (uid, dashboard) => {
  const json = JSON.parse(dashboardJson(dashboard));
  const panels = json.panels.filter(({ type }: { type: string }) => type !== 'row');

  test('is the same bytes each time, and fits a ConfigMap', () => {
    expect(dashboardJson(dashboard)).toBe(dashboardJson(dashboard));
    expect(dashboardJson(dashboard).length).toBeLessThan(200_000);
    expect(json).toMatchObject({ uid, title: dashboard.title, editable: false });
  });

  test('shows every panel with its expressions, asked of the Prometheus that is chosen', () => {
    expect(panels.map(({ title }: { title: string }) => title)).toEqual(
      dashboard.rows.flatMap((row) => row.panels.map(({ title }) => title)),
    );
    for (const panel of panels) {
      expect(panel.datasource).toEqual({ type: 'prometheus', uid: '$datasource' });
      expect(panel.description).not.toBe('');
      for (const target of panel.targets) expect(target.expr).not.toBe('');
    }
    expect(json.templating.list[0]).toMatchObject({ name: 'datasource', type: 'datasource', query: 'prometheus' });
  });

  test('lays its panels out without overlap, within 24 columns', () => {
    const cells = panels.flatMap(({ gridPos }: { gridPos: { x: number; y: number; w: number; h: number } }) =>
      Array.from({ length: gridPos.w * gridPos.h }, (_, index) => {
        const x = gridPos.x + (index % gridPos.w);
        expect(x).toBeLessThan(24);
        return `${x}/${gridPos.y + Math.floor(index / gridPos.w)}`;
      }),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });
});

test('each is a ConfigMap that the sidecar of Grafana finds', () => {
  const chart = new Chart(new App(), 'test');
  new Dashboards(chart, 'dashboards', { namespace: 'monitoring', dashboards: [natsDashboard()] });
  const [map = null] = chart.toJson();
  expect(at(map, 'metadata')).toMatchObject({
    name: 'dashboard-nats-fleet',
    namespace: 'monitoring',
    labels: { grafana_dashboard: '1' },
  });
  expect(Object.keys(map.data)).toEqual(['nats-fleet.json']);
});

test('fails without a dashboard', () => {
  const chart = new Chart(new App(), 'test');
  expect(refusal(() => new Dashboards(chart, 'd', { namespace: 'monitoring', dashboards: [] })).join()).toContain(
    'dashboards is an empty list, expected a list of at least 1',
  );
});
