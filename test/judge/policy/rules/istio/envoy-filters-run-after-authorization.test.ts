import { expect } from 'vitest';
import rule from '../../../../../lib/judge/policy/rules/istio/envoy-filters-run-after-authorization.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  ignores: {
    'filters of calls that go out': bad.replace('SIDECAR_INBOUND', 'SIDECAR_OUTBOUND'),
  },
  fails: {
    'without a filter that is named': [
      bad,
      {
        path: 'spec.configPatches[0].patch.operation',
        got: 'INSERT_BEFORE without a subFilter, which puts envoy.filters.http.local_ratelimit before all other filters',
      },
    ],
    'with INSERT_FIRST': [
      bad.replace('INSERT_BEFORE', 'INSERT_FIRST'),
      { path: 'spec.configPatches[0].patch.operation' },
    ],
    'before authorization': [
      String(rule.passes).replace('filters.http.router', 'filters.http.rbac'),
      { got: expect.stringContaining('before envoy.filters.http.rbac') },
    ],
  },
});
