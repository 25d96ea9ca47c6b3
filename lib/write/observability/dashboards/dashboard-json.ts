import {
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  VariableHide,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Choice, Dashboard, Panel } from './panel.js';

/** The Prometheus of a dashboard is chosen in Grafana, because its identifier differs between installations. */
const DATASOURCE = { type: 'prometheus', uid: '$datasource' };

const HEIGHT = 8;

/** A dashboard in Grafana's JSON, the same bytes for the same data. @see https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
export function dashboardJson({ uid, title, description, choices = [], rows }: Dashboard): string {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(['meshwright'])
    .readonly()
    .timezone('utc')
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: 'now-1h', to: 'now' })
    .refresh('30s')
    .withVariable(
      new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus').hide(VariableHide.DontHide),
    );
  for (const choice of choices) builder.withVariable(variable(choice));
  for (const row of rows) {
    builder.withRow(new RowBuilder(row.title));
    for (const panel of row.panels) builder.withPanel(panelBuilder(panel));
  }
  return `${JSON.stringify(sorted(builder.build()), undefined, 2)}\n`;
}

function variable({ name, label, metric, of }: Choice): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(DATASOURCE)
    .query(`label_values(${metric}, ${of})`)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .includeAll(true)
    .allValue('.*')
    .multi(false);
}

function panelBuilder({ kind, title, description, unit, queries, width }: Panel): TimeseriesBuilder | StatBuilder {
  const builder = kind === 'timeseries' ? new TimeseriesBuilder() : new StatBuilder();
  builder
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .unit(unit)
    .height(kind === 'timeseries' ? HEIGHT : HEIGHT / 2)
    .span(width ?? (kind === 'timeseries' ? 12 : 6));
  for (const [index, { expr, legend }] of queries.entries()) {
    const query = new DataqueryBuilder()
      .expr(expr)
      .legendFormat(legend)
      .refId(String.fromCharCode(65 + index));
    builder.withTarget(kind === 'stat' ? query.instant() : query.range());
  }
  return builder;
}

/** The order of the fields must not depend on a library. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, field]) => [key, sorted(field)]));
}
