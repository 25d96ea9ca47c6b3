import { everyField } from '../../about.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'observability/alerts-can-be-routed',
  severity: 'warning',
  scope: 'object',
  summary: 'Every alert has a severity.',
  rationale:
    'Without the label, urgent alerts cannot be distinguished from others: the alert takes the default route, or none.',
  source: 'https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/',
  appliesTo: ['monitoring.coreos.com/PrometheusRule'],
  about: everyField('spec.groups[*].rules[*].alert'),
  *check(alert) {
    const labels = alert.beside('labels');
    if (alert.text === undefined || labels.at('severity').text) return;
    yield labels.violation({
      got: `the alert ${alert.text} without severity`,
      expected: 'a label severity, such as critical or warning',
      fix: 'Set how soon someone must act.',
    });
  },
  passes: example('{ severity: critical }'),
  fails: example('{ team: mesh }'),
});

function example(labels: string): string {
  return `
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: shop, namespace: shop }
spec: { groups: [{ name: shop, rules: [{ alert: ShopDown, expr: up == 0, labels: ${labels} }] }] }
`;
}
