import { at } from '../../../../manifest/field-path.js';
import { listAt, stringAt } from '../../../../manifest/read.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'observability/alerts-can-be-routed',
  severity: 'warning',
  scope: 'object',
  summary: 'Every alert has a severity.',
  rationale:
    'Without the label, who is woken and who is written to cannot be told apart: the alert takes the default route, or none.',
  source: 'https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/',
  appliesTo: ['monitoring.coreos.com/PrometheusRule'],
  passes: example('{ severity: critical }'),
  fails: example('{ team: mesh }'),
  *check({ object }) {
    for (const [index, group] of listAt(object, 'spec', 'groups').entries()) {
      for (const [place, rule] of listAt(group, 'rules').entries()) {
        const alert = stringAt(rule, 'alert');
        if (alert === undefined || (stringAt(rule, 'labels', 'severity') ?? '') !== '') continue;
        yield {
          path: at('spec', 'groups', index, 'rules', place, 'labels'),
          got: `the alert ${alert} without severity`,
          expected: 'a label severity, such as critical or warning',
          fix: 'Say how soon somebody must act.',
        };
      }
    }
  },
});

function example(labels: string): string {
  return `
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: shop, namespace: shop }
spec: { groups: [{ name: shop, rules: [{ alert: ShopDown, expr: up == 0, labels: ${labels} }] }] }
`;
}
