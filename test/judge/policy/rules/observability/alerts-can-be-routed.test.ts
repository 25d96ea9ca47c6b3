import rule from '../../../../../lib/judge/policy/rules/observability/alerts-can-be-routed.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const rules = (text: string) => `
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: shop, namespace: shop }
spec: { groups: [{ name: shop, rules: [${text}] }] }
`;
ruleTester(rule, {
  ignores: {
    'a recording': rules('{ record: "a:b", expr: up }'),
  },
  fails: {
    'for an alert without labels': [
      rules('{ alert: A, expr: up }'),
      { path: 'spec.groups[0].rules[0].labels', got: 'the alert A without severity' },
    ],
  },
});
