import type { Diagnostic } from '../../diagnostic.js';
import { at, type Place } from '../../input/place.js';

/** A length of time as Prometheus writes it: `5m`. @see https://prometheus.io/docs/prometheus/latest/querying/basics/#float-literals-and-time-durations */
export type PrometheusDuration = `${number}${'s' | 'm' | 'h' | 'd'}`;

/** How soon somebody must act: at once, or in working hours. */
export type AlertSeverity = 'critical' | 'warning';

/** Something of which somebody is to be told. @see https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/ */
export interface Alert {
  /** Name in CamelCase, unique in its group. */
  readonly name: string;
  /** Label by which it is routed to somebody. */
  readonly severity: AlertSeverity;
  /** PromQL; each series of the answer is an alert. */
  readonly expr: string;
  /** How long the answer must hold. @default - at once */
  readonly for?: PrometheusDuration;
  /** Further labels, to route the alert by. @default - none */
  readonly labels?: { readonly [label: string]: string };
  /** What is wrong, in one line. */
  readonly summary: string;
  /** What it means for those who use the system, with the figures of the series. */
  readonly description: string;
  /** What to do, step by step; it is part of the alert, so it is there when nothing else is. */
  readonly runbook: string;
}

/** Series that are computed in advance. @see https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/ */
export interface Recording {
  /** Name of the new metric: `level:metric:operation`. */
  readonly record: string;
  /** PromQL whose answer the new series hold. */
  readonly expr: string;
  /** Labels of the new series. @default - those of the answer */
  readonly labels?: { readonly [label: string]: string };
}

/** Rules that are evaluated together, in order. @see https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/ */
export interface AlertGroup {
  /** Name, unique in its cluster. */
  readonly name: string;
  /** How often it is evaluated. @default - as the Prometheus does by default */
  readonly interval?: PrometheusDuration;
  /** Series that its alerts rest on, evaluated first. @default - none */
  readonly recordings?: readonly Recording[];
  /** Alerts, in the order in which they are evaluated. */
  readonly alerts: readonly Alert[];
}

const DURATION = /^[1-9]\d*(s|m|h|d)$/;

/** Faults in groups: names that Prometheus refuses or that are there twice, and texts that say nothing. */
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
        fix: 'Drop the group.',
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
      expected: 'letters and digits, a capital first',
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
