import { at } from '../../../../manifest/field-path.js';
import { listAt, stringAt, valueAt } from '../../../../manifest/read.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'observability/rules-query-metrics',
  severity: 'error',
  scope: 'object',
  summary: 'Every rule of a PrometheusRule asks for a metric.',
  rationale:
    'Prometheus refuses a file with an empty expression, and with it every rule of the file. An expression that names no metric always answers the same: its alert fires for ever, or never.',
  source: 'https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/#rule',
  appliesTo: ['monitoring.coreos.com/PrometheusRule'],
  passes: example('up == 0'),
  fails: example('""'),
  *check({ object }) {
    for (const [index, group] of listAt(object, 'spec', 'groups').entries()) {
      for (const [place, rule] of listAt(group, 'rules').entries()) {
        const expr = String(valueAt(rule, 'expr') ?? '');
        if (namesMetric(expr)) continue;
        const name = stringAt(rule, 'alert') ?? stringAt(rule, 'record') ?? '';
        yield {
          path: at('spec', 'groups', index, 'rules', place, 'expr'),
          got: expr.trim() === '' ? `nothing, for ${name}` : `'${expr.trim()}' for ${name}, which names no metric`,
          expected: 'an expression over metrics',
          fix: 'Write what is to be asked, or drop the rule.',
        };
      }
    }
  },
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
