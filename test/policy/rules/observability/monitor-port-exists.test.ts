import rule from '../../../../lib/policy/rules/observability/monitor-port-exists.js';
import { ruleTester } from '../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts a monitor of all namespaces':
      rule.scope === 'object'
        ? rule.fails.replace(
            'spec: { selector: { matchLabels',
            'spec: { namespaceSelector: { any: true }, selector: { matchLabels',
          )
        : '',
    'accepts a monitor of pods that are not among the objects':
      rule.scope === 'object' ? (rule.fails.split('---')[1] ?? '') : '',
  },
  fails: {
    'for labels that no pod has': [
      rule.scope === 'object'
        ? rule.passes.replace('selector: { matchLabels: { app: basket }', 'selector: { matchLabels: { app: shop }')
        : '',
      { path: 'spec.selector', got: 'labels that no pod of namespace shop has' },
    ],
    'for a port that no pod declares': [
      rule.scope === 'object' ? rule.fails : '',
      {
        path: 'spec.podMetricsEndpoints[0].port',
        got: "'metric', which no selected pod declares",
        expected: 'one of metrics',
      },
    ],
  },
});
