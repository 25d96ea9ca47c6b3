import rule from '../../../../../lib/judge/policy/rules/observability/scrapes-are-regular.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const monitor = (timing: string) => `
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: basket, namespace: shop }
spec: { selector: { matchLabels: { app: basket } }, endpoints: [{ port: metrics, ${timing} }] }
`;
ruleTester(rule, {
  passes: {
    'accepts both ends of the range': `${monitor('interval: 10s')}---${monitor('interval: 1m')}`,
  },
  notJudged: {
    'an interval that is left to Prometheus': [monitor('path: /metrics'), 'the endpoint does not state an interval'],
    'what is not a duration': [
      monitor('interval: often'),
      'spec.endpoints[0].interval is often, which is no duration of Prometheus',
    ],
    'a timeout that is not a duration': [
      monitor('interval: 15s, scrapeTimeout: long'),
      'spec.endpoints[0].scrapeTimeout is long, which is no duration of Prometheus',
    ],
  },
  fails: {
    'for one that reads too often': [
      monitor('interval: 500ms'),
      { path: 'spec.endpoints[0].interval', got: '500ms', expected: '10s to 60s' },
    ],
    'for one that reads too seldom': [monitor('interval: 1m1s'), { got: '1m1s' }],
    'for one that waits longer than it may': [
      monitor('interval: 15s, scrapeTimeout: 30s'),
      {
        path: 'spec.endpoints[0].scrapeTimeout',
        got: '30s, longer than the interval',
        expected: 'at most 15s',
        effect: 'The operator ignores the whole monitor.',
      },
    ],
  },
});
