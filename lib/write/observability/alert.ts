import type { Diagnostic } from '../../diagnostic.js';
import { at, type Place } from '../../input/place.js';

/** A length of time as Prometheus writes it: `5m`. @see https://prometheus.io/docs/prometheus/latest/querying/basics/#float-literals-and-time-durations */
export type PrometheusDuration = `${number}${'s' | 'm' | 'h' | 'd'}`;

/** How soon someone must act: immediately, or in working hours. */
export type AlertSeverity = 'critical' | 'warning';

/** An alert. @see https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/ */
export interface Alert {
  /** Name in CamelCase, unique in its group. */
  readonly name: string;
  /** Severity label, which routes the alert. */
  readonly severity: AlertSeverity;
  /** PromQL; each series of the result is an alert. */
  readonly expr: string;
  /** How long the condition must be true. @default - it fires immediately */
  readonly for?: PrometheusDuration;
  /** Further labels, which route the alert. @default - none */
  readonly labels?: { readonly [label: string]: string };
  /** The problem in one line. */
  readonly summary: string;
  /** The impact on users of the system, with the values of the series. */
  readonly description: string;
  /** What to do, step by step; part of the alert, so that it is available when nothing else is. */
  readonly runbook: string;
}

/** Recording rule: series that are computed in advance. @see https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/ */
export interface Recording {
  /** Name of the new metric: `level:metric:operation`. */
  readonly record: string;
  /** PromQL whose result becomes the new series. */
  readonly expr: string;
  /** Labels of the new series. @default - those of the result */
  readonly labels?: { readonly [label: string]: string };
}

/** Rules that are evaluated together, in order. @see https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/ */
export interface AlertGroup {
  /** Name, unique in its cluster. */
  readonly name: string;
  /** How often it is evaluated. @default - the default of the Prometheus */
  readonly interval?: PrometheusDuration;
  /** Recording rules of its alerts, evaluated first. @default - none */
  readonly recordings?: readonly Recording[];
  /** Alerts, in the order in which they are evaluated. */
  readonly alerts: readonly Alert[];
}

const DURATION = /^[1-9]\d*(s|m|h|d)$/;

/** Faults in groups: names that Prometheus refuses, duplicate names, and empty texts. */
export function checkAlertGroups(where: string, groups: readonly AlertGroup[]): Diagnostic[] {
  const alerts = groups.flatMap((group) =>
    group.alerts.map((alert) => ({ alert, place: { where, path: `${group.name}.${alert.name}` } })),
  );
  return [
    ...repeated(groups.map(({ name }) => name)).map((name) => twice({ where, path: 'groups' }, `the group '${name}'`)),
    ...groups.flatMap((group) =>
      repeated(group.alerts.map(({ name }) => name)).map((name) =>
        twice({ where, path: group.name }, `the alert '${name}'`),
      ),
    ),
    ...groups
      .filter(({ alerts: own, recordings = [] }) => own.length + recordings.length === 0)
      .map((group) => ({
        where,
        path: group.name,
        got: 'a group without rules',
        expected: 'at least one alert or recording',
        fix: 'Remove the group.',
      })),
    ...alerts.flatMap(({ alert, place }) => checkAlert(place, alert)),
  ];
}

function checkAlert(place: Place, alert: Alert): Diagnostic[] {
  const problems: Diagnostic[] = [];
  if (!/^[A-Z][A-Za-z0-9]*$/.test(alert.name)) {
    problems.push({
      ...place,
      got: `the name '${alert.name}'`,
      expected: 'letters and digits, with a capital letter first',
      fix: 'Rename it.',
    });
  }
  if (alert.for !== undefined && !DURATION.test(alert.for)) {
    problems.push({
      ...at(place, 'for'),
      got: `'${alert.for}'`,
      expected: 'a whole number of s, m, h or d, such as 5m',
      fix: 'Correct it.',
    });
  }
  for (const field of ['expr', 'summary', 'description', 'runbook'] as const) {
    if (alert[field].trim() !== '') continue;
    problems.push({
      ...at(place, field),
      got: 'empty',
      expected: 'text',
      effect: 'Whoever the alert wakes has nothing else to go by.',
      fix: 'State it.',
    });
  }
  return problems;
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

function twice(place: Place, what: string): Diagnostic {
  return { ...place, got: `${what} twice`, expected: 'each once', fix: 'Rename one of the two.' };
}
