/** A line of a panel: an expression, and the name of its series. */
export interface Query {
  readonly expr: string;
  /** Name of each series, with its labels in braces: `{{pod}}`. */
  readonly legend: string;
}

/** What a figure counts, by Grafana's own names of units. @see https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/#unit */
export type Unit = 'reqps' | 'cps' | 'percentunit' | 'ms' | 's' | 'bytes' | 'Bps' | 'short' | 'none';

/** One figure of a dashboard: over time, or as it is now. */
export interface Panel {
  readonly kind: 'timeseries' | 'stat';
  readonly title: string;
  /** How to read it. */
  readonly description: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** Width of 24. @default 12 for a time series, 6 for a figure */
  readonly width?: number;
}

/** Panels under one heading. */
export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** A choice at the top of a dashboard, of the values that a label has. */
export interface Choice {
  readonly name: string;
  readonly label: string;
  /** The metric and label whose values may be chosen. */
  readonly metric: string;
  readonly of: string;
}

/** A dashboard as data. */
export interface Dashboard {
  /** Identifier in Grafana, and name of the object: stable, so that links to it hold. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly choices?: readonly Choice[];
  readonly rows: readonly Row[];
}
