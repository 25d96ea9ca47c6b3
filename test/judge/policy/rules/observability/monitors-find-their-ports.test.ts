import { expect } from 'vitest';
import rule from '../../../../../lib/judge/policy/rules/observability/monitors-find-their-ports.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);
const ofPods = good
  .replace('kind: ServiceMonitor', 'kind: PodMonitor')
  .replace('endpoints: [{ port: http-metrics', 'podMetricsEndpoints: [{ port: http-envoy-prom')
  .replace(
    /apiVersion: v1\nkind: Service[\s\S]*/,
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: apps, labels: { app: web, sidecar.istio.io/inject: "true" } }\nspec: { containers: [{ name: web }] }\n',
  );

ruleTester(rule, {
  passes: {
    'accepts proxies by a PodMonitor': ofPods,
    "accepts the port of Linkerd's proxies": ofPods
      .replace('http-envoy-prom', 'linkerd-admin')
      .replace('sidecar.istio.io/inject: "true" }', '}, annotations: { linkerd.io/inject: enabled }'),
  },
  notJudged: {
    'a port of the proxy that pods may have': [
      `${ofPods.replace(', sidecar.istio.io/inject: "true"', '')}---
{ apiVersion: v1, kind: Namespace, metadata: { name: edge, labels: { istio-injection: enabled } } }
`,
      'Namespace apps is not among the files',
    ],
    'targets of other namespaces': [
      good.replace('spec: { selector', 'spec: { namespaceSelector: { matchNames: [tracing] }, selector'),
      'no Service that it selects is among the files',
    ],
    'targets of a namespace without pods': [
      good.replace('matchLabels: { app: web', 'matchLabels: { app: x'),
      'no pod of namespace apps is among the files',
    ],
  },
  fails: {
    'of pods whose annotation refuses the proxy': [
      ofPods.replace(', sidecar.istio.io/inject: "true" }', ' }, annotations: { sidecar.istio.io/inject: "false" }'),
      { path: 'spec.podMetricsEndpoints[0].port' },
    ],
    'of a proxy, by a Service': [
      String(rule.fails),
      {
        path: 'spec.endpoints[0].port',
        got: 'http-envoy-prom, which Service apps/web does not have',
        effect: 'Nothing is scraped, and alerts on these metrics never fire.',
        expected: expect.stringContaining('a PodMonitor with path /stats/prometheus'),
      },
    ],
    'of a name that is not there': [
      good.replace('[{ port: http-metrics', '[{ port: metrics'),
      { expected: 'a port by its name: http-metrics' },
    ],
    'of pods without a proxy': [ofPods.replace('"true"', '"false"'), { path: 'spec.podMetricsEndpoints[0].port' }],
    'of labels that nothing has': [
      ofPods.replace('matchLabels: { app: web', 'matchLabels: { app: x'),
      { path: 'spec.selector' },
    ],
  },
});
