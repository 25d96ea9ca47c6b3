import rule from '../../../../../lib/judge/policy/rules/istio/envoy-patch-operations-are-supported.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);
const patch = (operation: string, applyTo: string) => good.replace('ADD', operation).replace('HTTP_FILTER', applyTo);

ruleTester(rule, {
  passes: {
    'accepts REPLACE of filters': patch('REPLACE', 'NETWORK_FILTER'),
    'accepts MERGE anywhere': patch('MERGE', 'CLUSTER'),
  },
  fails: {
    'of ADD for routes': [
      patch('ADD', 'HTTP_ROUTE'),
      { path: 'spec.configPatches[0].patch.operation', got: 'ADD with applyTo HTTP_ROUTE' },
    ],
    'of REMOVE for route configurations': [patch('REMOVE', 'ROUTE_CONFIGURATION'), { expected: 'MERGE' }],
    'of REPLACE for clusters': [patch('REPLACE', 'CLUSTER'), { got: 'REPLACE with applyTo CLUSTER' }],
  },
});
