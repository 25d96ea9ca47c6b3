import { list, oneOf, optional, options, type Shape } from '../../../input/shape.js';
import { integer, text } from '../../../input/values.js';

/** A query of a panel: an expression, and the name of its series. @see https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
export interface Query {
  /** PromQL; it may use the variables of the dashboard. */
  readonly expr: string;
  /** Name of each series, with its labels in braces: `{{pod}}`. */
  readonly legend: string;
}

/** Unit of a value, in Grafana's own names. @see https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/#unit */
export type Unit = 'reqps' | 'cps' | 'percentunit' | 'ms' | 's' | 'bytes' | 'Bps' | 'short' | 'none';

/** One panel of a dashboard: a time series, or the current value. @see https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
export interface Panel {
  /** Whether it shows the current value or a time series. */
  readonly kind: 'timeseries' | 'stat';
  /** Title of the panel. */
  readonly title: string;
  /** How to read it. */
  readonly description: string;
  /** Unit of the values. */
  readonly unit: Unit;
  /** The queries, each with its own legend. */
  readonly queries: readonly Query[];
  /** Width in grid columns, 1 to 24. @default - 12 for a time series, 6 for a single value */
  readonly width?: number;
}

/** Panels under one heading. @see https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
export interface Row {
  /** Title of the row. */
  readonly title: string;
  /** The panels, from left to right. */
  readonly panels: readonly Panel[];
}

/** A variable at the top of a dashboard: a choice among the values of a label. @see https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
export interface Choice {
  /** Name of the variable in expressions. */
  readonly name: string;
  /** Label of the choice. */
  readonly label: string;
  /** The metric and label whose values may be chosen. */
  readonly metric: string;
  /** Label of the metric whose values can be chosen. */
  readonly of: string;
}

/** A dashboard as data. @see https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
export interface Dashboard {
  /** Identifier in Grafana, and name of the object: stable, so that links to it keep working. */
  readonly uid: string;
  /** Title in Grafana. */
  readonly title: string;
  /** The question that it answers. */
  readonly description: string;
  /** Variables at its top. @default - none */
  readonly choices?: readonly Choice[];
  /** The rows, from top to bottom. */
  readonly rows: readonly Row[];
}

const UNIT: Shape<Unit> = oneOf('reqps', 'cps', 'percentunit', 'ms', 's', 'bytes', 'Bps', 'short', 'none');

const PANEL: Shape<Panel> = options<Panel>({
  kind: oneOf('timeseries', 'stat'),
  title: text(),
  description: text(),
  unit: UNIT,
  queries: list(options<Query>({ expr: text(), legend: text() }), 1),
  width: optional(integer(1, 24)),
});

/** What is accepted as a dashboard. */
export const DASHBOARD: Shape<Dashboard> = options<Dashboard>({
  uid: text(),
  title: text(),
  description: text(),
  choices: optional(list(options<Choice>({ name: text(), label: text(), metric: text(), of: text() }))),
  rows: list(options<Row>({ title: text(), panels: list(PANEL, 1) }), 1),
});
