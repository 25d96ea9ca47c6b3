import { expect } from 'vitest';
import rule from '../../../../../lib/judge/policy/rules/istio/envoy-filters-keep-authorization.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  passes: { 'accepts settings that are merged': bad.replace('REMOVE', 'MERGE') },
  fails: {
    'for a namespace': [
      bad,
      {
        path: 'spec.configPatches[0].patch.operation',
        got: 'REMOVE of envoy.filters.http.rbac',
        effect: expect.stringContaining('on all pods of namespace apps'),
      },
    ],
    'for the mesh': [
      bad.replace('namespace: apps', 'namespace: istio-system'),
      { effect: expect.stringContaining('on every proxy of the mesh') },
    ],
    'for some pods': [
      bad.replace('priority: 10', 'workloadSelector: { labels: { app: web } }').replace('http.rbac', 'http.jwt_authn'),
      {
        got: 'REMOVE of envoy.filters.http.jwt_authn',
        effect: expect.stringContaining('that EnvoyFilter apps/lean selects'),
      },
    ],
  },
});
