import { everyField } from '../../about.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'observability/rules-query-metrics',
  severity: 'error',
  scope: 'object',
  summary: 'Every rule of a PrometheusRule queries a metric.',
  rationale:
    'Prometheus refuses a file with an empty expression, and so every rule of the file. An expression that names no metric always gives the same answer: its alert fires forever, or never.',
  source: 'https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/#rule',
  appliesTo: ['monitoring.coreos.com/PrometheusRule'],
  about: everyField('spec.groups[*].rules[*]'),
  *check(rule) {
    const field = rule.at('expr');
    const expr = String(field.value ?? '').trim();
    if (namesMetric(expr)) return;
    const name = rule.at('alert').text ?? rule.at('record').text ?? '';
    yield field.violation({
      got: expr === '' ? `nothing, for ${name}` : `'${expr}' for ${name}, which names no metric`,
      expected: 'an expression over metrics',
      fix: 'Write the query, or remove the rule.',
    });
  },
  passes: example('up == 0'),
  fails: example('""'),
});

/** Functions that need no series. */
const CONSTANT = /\b(vector|scalar|time)\s*\(/g;

function namesMetric(expr: string): boolean {
  const bare = expr
    .replaceAll(/#.*$/gm, '')
    .replaceAll(/"(\\.|[^"\\])*"|'(\\.|[^'\\])*'/g, '')
    .replaceAll(CONSTANT, '(');
  return /[{]|[A-Za-z_:]/.test(bare.replaceAll(/\b(and|or|unless|bool|on|ignoring)\b|\b\d[\da-z]*\b/gi, ''));
}

function example(expr: string): string {
  return `
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: shop, namespace: shop }
spec: { groups: [{ name: shop, rules: [{ alert: ShopDown, expr: ${expr}, labels: { severity: critical } }] }] }
`;
}
