import type { Field } from '../../../../manifest/field.js';
import { endpointsOf, POD_MONITOR, SERVICE_MONITOR } from '../../../model/monitors.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const UNITS = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 } as const;
const [SHORTEST, LONGEST] = [10, 60];

export default defineRule({
  id: 'observability/scrapes-are-regular',
  severity: 'warning',
  scope: 'object',
  summary: 'Metrics are scraped every 10 to 60 seconds, and a scrape times out within its interval.',
  rationale:
    'A rate over five minutes needs several samples. With a longer interval alerts miss short events and fire late; a shorter one costs more than it is worth. The operator ignores a monitor whose timeout is longer than its interval.',
  source: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMetricsEndpoint',
  appliesTo: [SERVICE_MONITOR, POD_MONITOR],
  about: (monitor) => endpointsOf(monitor).map(({ field }) => field),
  *check(endpoint) {
    const [interval, timeout] = [endpoint.at('interval'), endpoint.at('scrapeTimeout')];
    const seconds = secondsOf(interval);
    if (seconds === undefined) {
      yield interval.text === undefined
        ? notJudged('the endpoint does not state an interval')
        : notJudged(`${interval.path} is ${interval.shown}, which is no duration of Prometheus`, interval);
      return;
    }
    if (seconds < SHORTEST || seconds > LONGEST) {
      yield interval.violation({
        expected: `${SHORTEST}s to ${LONGEST}s`,
        fix: 'Set it to 15s, for which alerts and dashboards are usually written.',
      });
    }
    const longest = secondsOf(timeout);
    if (timeout.text !== undefined && longest === undefined) {
      yield notJudged(`${timeout.path} is ${timeout.shown}, which is no duration of Prometheus`, timeout);
    }
    if (longest !== undefined && longest > seconds) {
      yield timeout.violation({
        got: `${timeout.shown}, longer than the interval`,
        expected: `at most ${interval.shown}`,
        effect: 'The operator ignores the whole monitor.',
        fix: 'Lower it.',
      });
    }
  },
  passes: example('interval: 15s, scrapeTimeout: 10s'),
  fails: example('interval: 5m'),
});

/** A duration of Prometheus, such as `1m30s`; undefined for any other text. */
function secondsOf({ text }: Field): number | undefined {
  if (text === undefined || !/^(\d+(ms|[smhdwy]))+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+)(ms|[smhdwy])/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit as keyof typeof UNITS],
    0,
  );
}

function example(timing: string): string {
  return `
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: basket, namespace: shop }
spec: { selector: { matchLabels: { app: basket } }, podMetricsEndpoints: [{ port: metrics, ${timing} }] }
`;
}
