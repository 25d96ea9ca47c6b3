import { throwIfAny } from '../../../diagnostic.js';
import type { Alert, AlertGroup, AlertSeverity, PrometheusDuration, Recording } from '../alert.js';
import { checkObjective, type ServiceObjective } from '../objective.js';
import { lines, series } from '../promql.js';
import { serviceSeries } from '../service-series.js';

/** Series of the share of requests that missed an objective, one metric for each window. */
export const MISSED_SHARE = 'service:objective_missed:ratio_rate';

interface Burn {
  readonly severity: AlertSeverity;
  /** Burn rate: how many times faster than allowed the error budget of 30 days is used up. */
  readonly rate: number;
  readonly long: PrometheusDuration;
  /** The short window, which ends the alert soon after the cause is gone. */
  readonly short: PrometheusDuration;
  readonly for: PrometheusDuration;
  readonly meaning: string;
}

/** The windows and burn rates of the SRE workbook. @see https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts */
const BURNS: readonly Burn[] = [
  { severity: 'critical', rate: 14.4, long: '1h', short: '5m', for: '2m', meaning: 'within two days' },
  { severity: 'critical', rate: 6, long: '6h', short: '30m', for: '5m', meaning: 'within five days' },
  { severity: 'warning', rate: 3, long: '1d', short: '2h', for: '15m', meaning: 'within ten days' },
  { severity: 'warning', rate: 1, long: '3d', short: '6h', for: '1h', meaning: 'before thirty days are over' },
];

const WINDOWS = [...new Set(BURNS.flatMap(({ long, short }) => [short, long]))];

interface Objective {
  readonly name: 'availability' | 'latency';
  readonly share: number;
  /** Share of requests that missed it, over a window. */
  missed(window: string): string;
  readonly what: string;
}

/**
 * Alerts on missed objectives, by the burn rate of a service's error budget of 30 days: an outage alerts within
 * minutes, a slow burn within days, a single failed request never.
 *
 * @see https://sre.google/workbook/alerting-on-slos/
 */
export function objectiveAlerts(objectives: readonly ServiceObjective[]): AlertGroup[] {
  throwIfAny(objectives.flatMap((objective) => checkObjective(`ServiceObjective '${nameOf(objective)}'`, objective)));
  return objectives.map((objective) => {
    const { namespace, name } = objective.workload;
    const measured = measuredBy(objective);
    return {
      name: `objectives-${namespace}-${name}`,
      recordings: measured.flatMap((one) => recordingsOf(one, objective)),
      alerts: measured.flatMap((one) => BURNS.map((burn) => burnAlert(one, burn, objective))),
    };
  });
}

function measuredBy({ mesh, workload, availability, latency }: ServiceObjective): Objective[] {
  const { answers, failures, within, timed } = serviceSeries(mesh, workload);
  const rate = (selected: string, window: string) => `sum(rate(${selected}[${window}]))`;
  return [
    ...(availability === undefined
      ? []
      : [
          {
            name: 'availability',
            share: availability,
            missed: (window) => `(${rate(failures, window)} or vector(0)) / ${rate(answers, window)}`,
            what: `${percent(availability)} of requests succeed`,
          } satisfies Objective,
        ]),
    ...(latency === undefined
      ? []
      : [
          {
            name: 'latency',
            share: latency.share,
            missed: (window) => `1 - ${rate(within(latency.milliseconds), window)} / ${rate(timed, window)}`,
            what: `${percent(latency.share)} of requests are answered within ${latency.milliseconds} ms`,
          } satisfies Objective,
        ]),
  ];
}

function recordingsOf({ name: objective, missed }: Objective, { workload }: ServiceObjective): Recording[] {
  return WINDOWS.map((window) => ({
    record: `${MISSED_SHARE}${window}`,
    expr: missed(window),
    labels: { service_namespace: workload.namespace, service: workload.name, objective },
  }));
}

function burnAlert({ name: objective, share, what }: Objective, burn: Burn, { workload }: ServiceObjective): Alert {
  const labels = { service_namespace: workload.namespace, service: workload.name, objective };
  const limit = Number(((1 - share) * burn.rate).toPrecision(6));
  const recorded = (window: string) => series(`${MISSED_SHARE}${window}`, labels);
  return {
    name: `${objective === 'availability' ? 'Availability' : 'Latency'}Budget${burn.severity === 'critical' ? 'Burns' : 'Leaks'}Over${burn.long}`,
    severity: burn.severity,
    expr: lines(`${recorded(burn.long)} > ${limit}`, 'and', `${recorded(burn.short)} > ${limit}`),
    for: burn.for,
    labels: { long_window: burn.long },
    summary: `${workload.namespace}/${workload.name} misses its objective: ${what}`,
    description: `In the last ${burn.long}, {{ $value | humanizePercentage }} of requests missed it. At this rate the error budget of 30 days is used up ${burn.meaning}.`,
    runbook: lines(
      '1. Dashboard "Errors": which responses, from which pods, to which callers?',
      '2. Since when? Compare with the last change of the workload, and revert it if the times match.',
      '3. Dashboard "Service": are CPU or memory at their limits, or does a service that it calls fail?',
    ),
  };
}

function nameOf({ workload }: ServiceObjective): string {
  return `${workload.namespace}/${workload.name}`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(8))}%`;
}
