import { Field } from '../../../../manifest/field.js';
import { defineRule } from '../../rule.js';

export default defineRule<Field>({
  id: 'observability/dashboards-are-json',
  severity: 'error',
  scope: 'object',
  summary: 'Every dashboard in a ConfigMap is JSON.',
  rationale: 'Grafana skips a dashboard that it cannot read: it is missing when it is needed, and only a log says why.',
  source: 'https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards',
  appliesTo: ['ConfigMap'],
  about: (resource) => {
    const configMap = Field.of(resource);
    if (configMap.at('metadata', 'labels', 'grafana_dashboard').text === undefined) return [];
    const files = configMap.at('data').entries.filter(([key, { text }]) => key.endsWith('.json') && text !== undefined);
    return files.map(([, file]) => file);
  },
  *check(file) {
    if (isJson(file.text ?? '')) return;
    yield file.violation({
      got: 'text that is not JSON',
      expected: 'a dashboard as JSON',
      effect: 'Grafana does not load it.',
      fix: 'Correct the JSON.',
    });
  },
  passes: example('{ "title": "Shop" }'),
  fails: example('{ "title": "Shop", }'),
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
