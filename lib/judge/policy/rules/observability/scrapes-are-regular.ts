import { at } from '../../../../manifest/field-path.js';
import { stringAt } from '../../../../manifest/read.js';
import { endpointsOf, POD_MONITOR, SERVICE_MONITOR } from '../../../model/monitors.js';
import { defineRule } from '../../rule.js';

const UNITS = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 } as const;
const [SHORTEST, LONGEST] = [10, 60];

export default defineRule({
  id: 'observability/scrapes-are-regular',
  severity: 'warning',
  scope: 'object',
  summary: 'Metrics are read every 10 to 60 seconds, and an answer takes no longer than that.',
  rationale:
    'A rate over five minutes needs several samples in it: read more seldom, alerts miss what is short and fire late. Read more often, the figures cost more than they tell. A monitor that waits longer for an answer than for the next question is refused by the operator.',
  source: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMetricsEndpoint',
  appliesTo: [SERVICE_MONITOR, POD_MONITOR],
  passes: example('interval: 15s, scrapeTimeout: 10s'),
  fails: example('interval: 5m'),
  *check(resource) {
    for (const { path, spec } of endpointsOf(resource)) {
      const interval = secondsOf(stringAt(spec, 'interval'));
      const timeout = secondsOf(stringAt(spec, 'scrapeTimeout'));
      if (interval !== undefined && (interval < SHORTEST || interval > LONGEST)) {
        yield {
          path: at(path, 'interval'),
          got: stringAt(spec, 'interval') ?? '',
          expected: `${SHORTEST}s to ${LONGEST}s`,
          fix: 'Set it to 15s, for which alerts and dashboards are usually written.',
        };
      }
      if (interval !== undefined && timeout !== undefined && timeout > interval) {
        yield {
          path: at(path, 'scrapeTimeout'),
          got: `${stringAt(spec, 'scrapeTimeout')}, longer than the interval`,
          expected: `at most ${stringAt(spec, 'interval')}`,
          fix: 'Lower it: the operator passes over the whole monitor as it is.',
        };
      }
    }
  },
});

/** A duration of Prometheus, such as `1m30s`; undefined for any other text. */
function secondsOf(text: string | undefined): number | undefined {
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
