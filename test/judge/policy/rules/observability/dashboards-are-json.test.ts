import rule from '../../../../../lib/judge/policy/rules/observability/dashboards-are-json.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const map = (labels: string, data: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: shop, namespace: shop, labels: ${labels} }
data: ${data}
`;
ruleTester(rule, {
  ignores: {
    'what is no dashboard': map('{ app: shop }', '{ shop.json: "{" }'),
    'other files': map('{ grafana_dashboard: "1" }', '{ README: "{" }'),
  },
  fails: {
    'for text that is not JSON': [
      map('{ grafana_dashboard: "1" }', '{ shop.json: "{" }'),
      { path: 'data["shop.json"]', got: 'text that is not JSON', effect: 'Grafana does not load it.' },
    ],
  },
});
