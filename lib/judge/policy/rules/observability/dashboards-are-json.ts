import { at } from '../../../../manifest/field-path.js';
import { stringsAt } from '../../../../manifest/read.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'observability/dashboards-are-json',
  severity: 'error',
  scope: 'object',
  summary: 'Every dashboard in a ConfigMap is JSON.',
  rationale:
    'Grafana passes over a dashboard that it cannot read: it is missing when it is needed, and only a log says why.',
  source: 'https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards',
  appliesTo: ['ConfigMap'],
  passes: example('{ "title": "Shop" }'),
  fails: example('{ "title": "Shop", }'),
  *check({ object }) {
    if (stringsAt(object, 'metadata', 'labels')['grafana_dashboard'] === undefined) return;
    for (const [key, text] of Object.entries(stringsAt(object, 'data'))) {
      if (!key.endsWith('.json') || isJson(text)) continue;
      yield {
        path: at('data', key),
        got: 'text that is not JSON',
        expected: 'a dashboard as JSON',
        fix: 'Correct it: Grafana does not load it as it is.',
      };
    }
  },
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function example(json: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: shop, namespace: shop, labels: { grafana_dashboard: "1" } }
data: { shop.json: '${json}' }
`;
}
