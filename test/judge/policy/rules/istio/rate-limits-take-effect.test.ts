import { expect } from 'vitest';
import rule from '../../../../../lib/judge/policy/rules/istio/rate-limits-take-effect.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);
const config = 'spec.configPatches[0].patch.value.typed_config.value';

const pod = (container: string) => `
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec: { containers: [{ ${container} }] }
`;

ruleTester(rule, {
  ignores: {
    'the empty frame of limits for routes': String(rule.fails).replace(/token_bucket: .*/, ''),
  },
  passes: {
    'accepts a port that the pods serve':
      good.replace('listener: {', 'listener: { portNumber: 8080,') + pod('name: web, ports: [{ containerPort: 8080 }]'),
    'accepts a limit for a route of what pods send':
      good.replace('HTTP_FILTER', 'HTTP_ROUTE').replace('SIDECAR_INBOUND', 'SIDECAR_OUTBOUND') + pod('name: web'),
    'accepts settings without a wrapper, and other spellings':
      good
        .replace(
          /"@type": .*/,
          '"@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit',
        )
        .replace(/type_url: .*\n\s*value:/, 'a:')
        .replace('a:\n', 'statPrefix: a\n')
        .replace(/^ {14}/gm, '            ')
        .replaceAll('filter_e', 'filterE')
        .replaceAll('default_value', 'defaultValue') + pod('name: web'),
  },
  fails: {
    'without both shares': [
      String(rule.fails),
      {
        path: `${config}.filter_enabled`,
        got: 'nothing, which is 0%',
        effect: expect.stringContaining('No request is counted'),
      },
      { path: `${config}.filter_enforced`, effect: expect.stringContaining('none is refused') },
    ],
    'without tokens': [
      good.replace(/token_bucket: .*/, ''),
      {
        path: `${config}.token_bucket.max_tokens`,
        got: '0',
        effect: expect.stringContaining('Envoy rejects the filter'),
      },
    ],
    'behind the router': [
      good.replace('INSERT_BEFORE', 'INSERT_AFTER'),
      { path: 'spec.configPatches[0].patch.operation', got: 'INSERT_AFTER envoy.filters.http.router' },
    ],
    'for what the pods send': [
      good.replace('SIDECAR_INBOUND', 'SIDECAR_OUTBOUND') + pod('name: web'),
      { path: 'spec.configPatches[0].match.context', got: 'SIDECAR_OUTBOUND, which is what the pods send' },
    ],
    'for gateways, where there is none': [
      good.replace('SIDECAR_INBOUND', 'GATEWAY') + pod('name: web'),
      { got: 'GATEWAY, while the pods are no gateways', expected: 'SIDECAR_INBOUND' },
    ],
    'for sidecars of gateways': [
      good + pod('name: istio-proxy'),
      { got: 'SIDECAR_INBOUND, while the pods are gateways', expected: 'GATEWAY' },
    ],
    'for a port that the pods do not serve': [
      good.replace('listener: {', 'listener: { portNumber: 80,') + pod('name: web, ports: [{ containerPort: 8080 }]'),
      {
        path: 'spec.configPatches[0].match.listener.portNumber',
        got: '80, which web does not serve',
        expected: 'a container port: 8080',
      },
    ],
    'with a share of 0': [
      good.replace(/(filter_enforced.*)numerator: 100/, '$1numerator: 0'),
      { path: `${config}.filter_enforced`, got: '0%' },
    ],
  },
  notJudged: {
    'a port of pods that declare none': [
      good.replace('listener: {', 'listener: { portNumber: 80,') + pod('name: web'),
      'web declares no port',
    ],
    'a limit for a Gateway whose pods are not among the files': [
      `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: limit, namespace: apps }
spec:
  targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: public }]
  configPatches:
    - applyTo: HTTP_FILTER
      match: { context: GATEWAY }
      patch:
        operation: INSERT_BEFORE
        value:
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
            token_bucket: { max_tokens: 100 }
            filter_enabled: { default_value: { numerator: 100 } }
            filter_enforced: { default_value: { numerator: 100 } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec: { containers: [{ name: web }] }
`,
      'no pod that the EnvoyFilter selects is among the files',
    ],
  },
});
