import rule from '../../../../../lib/judge/policy/rules/istio/envoy-patches-have-a-priority.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  ignores: {
    INSERT_FIRST: bad.replace('INSERT_BEFORE', 'INSERT_FIRST'),
    'operations without effect, which their own rule judges': bad
      .replace('INSERT_BEFORE', 'REMOVE')
      .replace('HTTP_FILTER', 'HTTP_ROUTE'),
  },
  fails: {
    'without a priority': [
      bad,
      { path: 'spec.configPatches[0].patch.operation', got: 'INSERT_BEFORE without spec.priority' },
    ],
    'with a priority of 0': [
      bad.replace('workloadSelector', 'priority: 0\n  workloadSelector'),
      { got: 'INSERT_BEFORE without spec.priority' },
    ],
    'for one version': [
      bad.replace('match: { listener', 'match: { proxy: { proxyVersion: ^1\\.30 }, listener'),
      { got: 'INSERT_BEFORE without spec.priority, for proxies of version ^1\\.30' },
    ],
  },
});
