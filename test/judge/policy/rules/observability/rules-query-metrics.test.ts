import rule from '../../../../../lib/judge/policy/rules/observability/rules-query-metrics.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const rules = (...list: readonly object[]) => `
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: shop, namespace: shop }
spec: ${JSON.stringify({ groups: [{ name: 'shop', rules: list }] })}
`;
ruleTester(rule, {
  passes: {
    'accepts metrics alone, in functions, with labels, and by labels alone': rules(
      { record: 'a:b', expr: 'up' },
      { alert: 'A', expr: 'sum(rate(requests_total{code="500"}[5m])) or vector(0)' },
      { alert: 'B', expr: '{__name__="up"} == 0' },
      { alert: 'C', expr: 'time() - started_seconds > 3600' },
      { alert: 'D', expr: 'absent(up)' },
    ),
  },
  fails: {
    'for no expression': [
      rules({ alert: 'A', expr: ' ' }, { record: 'a:b', expr: 'up' }),
      { path: 'spec.groups[0].rules[0].expr', got: 'nothing, for A' },
    ],
    'for an expression that is a comment': [
      rules({ alert: 'A', expr: '# up == 0' }),
      { path: 'spec.groups[0].rules[0].expr' },
    ],
    'for one that always answers the same': [
      rules({ alert: 'A', expr: 'vector(1) > 0' }, { record: 'a:b', expr: 1 }),
      { got: "'vector(1) > 0' for A, which names no metric" },
      { got: "'1' for a:b, which names no metric" },
    ],
    'for one whose only words are operators and numbers': [
      rules({ alert: 'A', expr: '1e3 > bool 2 and 3' }),
      { path: 'spec.groups[0].rules[0].expr' },
    ],
  },
});
