import { expect } from 'vitest';
import rule from '../../../../../lib/judge/policy/rules/observability/scrapes-are-admitted.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const podMonitor = (endpoint = 'port: metrics', more = '') => `
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: basket, namespace: shop }
spec: { ${more}selector: { matchLabels: { app: basket } }, podMetricsEndpoints: [{ ${endpoint} }] }
`;
const pod = (labels = '', annotations = '') => `
---
apiVersion: v1
kind: Pod
metadata: { name: basket, namespace: shop, labels: { app: basket, ${labels} }, annotations: { ${annotations} } }
spec: { containers: [{ name: basket, ports: [{ name: metrics, containerPort: 9102 }] }] }
`;
const network = (port: number) => `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: basket, namespace: shop }
spec: { podSelector: {}, policyTypes: [Ingress], ingress: [{ from: [{ podSelector: {} }], ports: [{ port: ${port} }] }] }
`;
const DENY = 'config.linkerd.io/default-inbound-policy: deny';
const linkerd = (annotations = '') => pod('', `linkerd.io/inject: enabled, ${annotations}`);
const ofProxies = podMonitor(
  'relabelings: [{ action: keep, sourceLabels: [a], regex: ^linkerd-proxy;linkerd-admin$ }]',
);
const server = (port: number) => `
---
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: metrics, namespace: shop }
spec: { podSelector: {}, port: ${port} }
`;
const authorization = (kind: string) => `
---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: { name: metrics, namespace: shop }
spec:
  targetRef: { group: policy.linkerd.io, kind: ${kind}, name: metrics }
  requiredAuthenticationRefs: [{ kind: ServiceAccount, name: prometheus, namespace: monitoring }]
`;
const route = `
---
apiVersion: policy.linkerd.io/v1beta3
kind: HTTPRoute
metadata: { name: metrics, namespace: shop }
spec:
  parentRefs: [{ group: policy.linkerd.io, kind: Server, name: metrics }]
  rules: [{ matches: [{ path: { value: /metrics } }] }]
`;
const shop = '\n---\n{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }\n';
const istio = pod('sidecar.istio.io/inject: "true"');
const allow = (rules: string) => `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: basket, namespace: shop }
spec: { action: ALLOW, rules: [${rules}] }
`;
const scraper =
  '{ from: [{ source: { principals: [cluster.local/ns/monitoring/sa/prometheus] } }], to: [{ operation: { ports: ["9102"] } }] }';
const agents =
  'port: http-envoy-prom, relabelings: [{ action: replace, targetLabel: __address__, regex: "(.+):15090", replacement: "$1:15020" }]';
const service = `
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: basket, namespace: shop }
spec: { selector: { matchLabels: { app: basket } }, endpoints: [{ port: figures }] }
---
apiVersion: v1
kind: Service
metadata: { name: basket, namespace: shop, labels: { app: basket } }
spec: { selector: { app: basket }, ports: [{ name: figures, port: 80, targetPort: metrics }] }
`;

ruleTester(rule, {
  passes: {
    'accepts pods outside the mesh, whatever its policies say':
      podMonitor() + pod() + shop + server(9102) + allow('').replace('namespace: shop', 'namespace: istio-system'),
    'accepts a metrics port of a sidecar that the pods may have':
      podMonitor().replace(
        'port: metrics',
        'port: metrics, relabelings: [{ targetLabel: __address__, replacement: "$1:15020" }]',
      ) +
      pod() +
      allow('').replace('namespace: shop', 'namespace: istio-system'),
    'accepts pods that nothing guards': podMonitor() + pod(),
    'accepts a port that a network policy opens': podMonitor() + pod() + network(9102),
    'accepts meshed pods that admit by default':
      podMonitor() + linkerd('config.linkerd.io/default-inbound-policy: all-authenticated'),
    'accepts a port that skips the proxy':
      podMonitor() + linkerd(`${DENY}, config.linkerd.io/skip-inbound-ports: "9102"`),
    'accepts a Server that a route opens':
      podMonitor() + linkerd(DENY) + server(9102) + route + authorization('HTTPRoute'),
    'accepts proxies of Linkerd whose own port is open':
      ofProxies + linkerd(DENY) + server(4191) + authorization('Server'),
    'accepts a principal of Istio': podMonitor() + istio + allow(scraper),
    'accepts ports of the sidecar that no policy of Istio guards':
      podMonitor(agents) + istio + allow('') + network(15_020),
    'follows a Service to its pods': service + pod() + network(9102),
  },
  notJudged: {
    'pods that may be in the mesh of Istio, which admits nobody': [
      podMonitor() + pod() + allow('').replace('namespace: shop', 'namespace: istio-system'),
      'Namespace shop is not among the files',
    ],
    'pods that may be meshed': [podMonitor() + pod() + server(1), 'Namespace shop is not among the files'],
    'meshed pods whose default policy is not known': [
      podMonitor() + linkerd(),
      'the files do not tell the default inbound policy',
    ],
    'a port that is not named': [podMonitor('path: /metrics'), 'no pod with its port is among the files'],
    'pods that are not among the files': [podMonitor(), 'no pod with port metrics is among the files'],
    'a port that no pod has': [
      podMonitor('port: other') + pod() + network(1),
      'no pod with port other is among the files',
    ],
  },
  fails: {
    'for a port that no network policy opens': [
      podMonitor() + pod() + network(8080),
      {
        object: 'PodMonitor shop/basket',
        path: 'spec.podMetricsEndpoints[0]',
        got: 'port 9102 of Pod shop/basket, which no NetworkPolicy opens',
        effect: 'Every scrape is refused.',
      },
    ],
    'for a Service whose pods are closed': [
      service + pod() + network(8080),
      { object: 'ServiceMonitor shop/basket', path: 'spec.endpoints[0]', got: expect.stringContaining('port 9102') },
    ],
    'for a port without Server where Linkerd denies by default': [
      podMonitor() + linkerd(DENY),
      { got: `port 9102 of Pod shop/basket, which has no Server, and ${DENY} closes it` },
    ],
    'for the own port of a proxy': [
      ofProxies + linkerd(DENY) + server(9102) + authorization('Server'),
      { got: expect.stringContaining('port 4191 of Pod shop/basket, which has no Server') },
    ],
    'for a Server that opens to nobody': [
      podMonitor() + linkerd() + server(9102) + route,
      { got: 'port 9102 of Pod shop/basket, which Server shop/metrics opens to nobody' },
    ],
    'for a port that no policy of Istio allows': [
      podMonitor() + istio + allow(''),
      { got: 'port 9102 of Pod shop/basket, which AuthorizationPolicy shop/basket opens to nobody' },
    ],
    'for the port that the sidecar has, where the network opens the one of the agent': [
      podMonitor('port: http-envoy-prom') + istio + network(15_020),
      { got: 'port 15090 of Pod shop/basket, which no NetworkPolicy opens' },
    ],
  },
});
