import { documents, object, pod } from '../../../support/manifests.js';
import { type ChangeCase, type ChangeExample, istioWith } from './example.js';

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
const within = (namespace: string, text: string) => text.replace('namespace: apps', `namespace: ${namespace}`);
const gateway = object('gateway.networking.k8s.io/v1', 'Gateway', 'spec: { gatewayClassName: istio, listeners: [] }');
const selecting = object('networking.istio.io/v1', 'Gateway', `spec: { selector: { ${GATEWAY_NAME}: web } }`);
const route = (rule: string) => object('gateway.networking.k8s.io/v1', 'HTTPRoute', `spec: { rules: [${rule}] }`);
const policy = object(
  'gateway.networking.k8s.io/v1',
  'BackendTLSPolicy',
  'spec: { targetRefs: [{ group: "", kind: Service, name: backend }] }',
);
const destination = (host: string, traffic: string) =>
  object('networking.istio.io/v1', 'DestinationRule', `spec: { host: ${host}, trafficPolicy: ${traffic} }`);
const tokens = (rule: string) =>
  object('security.istio.io/v1', 'RequestAuthentication', `spec: { jwtRules: [${rule}] }`);
const patch = (context: string, filter: string) =>
  object(
    'networking.istio.io/v1alpha3',
    'EnvoyFilter',
    `spec: { configPatches: [{ match: { context: ${context}, listener: { filterChain: { filter: { subFilter: { name: ${filter} } } } } } }] }`,
  );
const RBAC = 'envoy.filters.http.rbac';

export const ISTIO_EXAMPLES: readonly ChangeExample[] = [
  {
    id: 'istio/registries-are-retired',
    concerned: documents(
      pod('{ containers: [{ name: a, image: registry.istio.io/proxyv2:1.30.2 }, { name: b, image: web:1 }] }'),
      istioWith('{ global: { hub: gcr.io/istio-release } }'),
    ),
    at: ['Pod spec.containers[0].image', 'Istio spec.values.global.hub'],
    spared: documents(
      pod('{ containers: [{ name: a, image: docker.io/istio/proxyv2:1.30.2 }] }'),
      istioWith('{ global: { hub: docker.io/istio } }'),
    ),
  },
  {
    id: 'istio/unready-endpoints-are-sent',
    concerned: istioWith('{}'),
    at: ['Istio spec.values.pilot.env.PILOT_AUTO_SEND_UNHEALTHY_ENDPOINTS'],
    spared: documents(
      istioWith('{ pilot: { env: { PILOT_AUTO_SEND_UNHEALTHY_ENDPOINTS: "false" } } }'),
      destination('backend', '{ outlierDetection: { minHealthPercent: 50 } }'),
    ),
  },
  {
    id: 'istio/gateways-merge-within-a-namespace',
    concerned: documents(within('ingress', gateway), selecting),
    at: [`Gateway spec.selector["${GATEWAY_NAME}"]`],
    spared: documents(gateway, selecting),
  },
  {
    id: 'istio/routes-without-backends-answer-500',
    concerned: documents(istioWith('{}'), route('{ matches: [] }, { backendRefs: [] }')),
    at: ['HTTPRoute spec.rules[0].backendRefs', 'HTTPRoute spec.rules[1].backendRefs'],
    spared: documents(
      istioWith('{}'),
      route('{ backendRefs: [{ name: a, port: 80 }] }, { filters: [{ type: RequestRedirect }] }'),
    ),
  },
  {
    id: 'istio/destination-rules-beat-backend-tls',
    concerned: documents(policy, destination('backend.apps.svc.cluster.local', '{ tls: { mode: SIMPLE } }')),
    at: ['BackendTLSPolicy spec.targetRefs[0]'],
    spared: documents(policy, destination('other', '{ tls: { mode: SIMPLE } }')),
  },
  {
    id: 'istio/gateway-spans-are-always-made',
    concerned: istioWith('{ pilot: { env: { PILOT_SPAWN_UPSTREAM_SPAN_FOR_GATEWAY: "false" } } }'),
    at: ['Istio spec.values.pilot.env.PILOT_SPAWN_UPSTREAM_SPAN_FOR_GATEWAY'],
    spared: istioWith('{ pilot: { env: { PILOT_SPAWN_UPSTREAM_SPAN_FOR_GATEWAY: "true" } } }'),
  },
  {
    id: 'istio/tokens-can-be-required',
    concerned: tokens('{ issuer: a, presence: REQUIRED }, { issuer: b }'),
    at: ['RequestAuthentication spec.jwtRules[1]'],
    spared: tokens('{ issuer: a, presence: OPTIONAL }'),
  },
  {
    id: 'istio/allow-filters-are-renamed',
    concerned: documents(
      patch('GATEWAY', RBAC),
      istioWith('{ pilot: { env: { ENABLE_GATEWAY_API_HTTPROUTE_AUTH: "true" } } }'),
    ),
    at: ['EnvoyFilter spec.configPatches[0].match.listener.filterChain.filter.subFilter.name'],
    spared: documents(
      patch('SIDECAR_INBOUND', RBAC),
      patch('GATEWAY', 'envoy.filters.http.router').replace('name: web', 'name: router'),
    ),
  },
  {
    id: 'istio/openshift-uses-nftables',
    concerned: istioWith('{ global: { platform: openshift } }'),
    at: ['Istio spec.values.global.nativeNftables'],
    spared: istioWith('{ global: { platform: openshift, nativeNftables: false } }'),
  },
];

const OLD_BEHAVIOR = istioWith('{ compatibilityVersion: "1.30" }');
const merging = documents(within('ingress', gateway), selecting);

export const ISTIO_CASES: readonly ChangeCase[] = [
  ['istio/unready-endpoints-are-sent', 'an install that asks for the old behavior', OLD_BEHAVIOR, false],
  [
    'istio/gateways-merge-within-a-namespace',
    'an install that asks for the old behavior',
    documents(merging, OLD_BEHAVIOR),
    false,
  ],
  ['istio/gateways-merge-within-a-namespace', 'a selector of pods of no Gateway that is known', selecting, false],
  ['istio/routes-without-backends-answer-500', 'a cluster without Istio', route('{ matches: [] }'), false],
  [
    'istio/destination-rules-beat-backend-tls',
    'a short host, which is of the namespace',
    documents(policy, destination('backend', '{ tls: { mode: SIMPLE } }')),
    true,
  ],
  [
    'istio/destination-rules-beat-backend-tls',
    'a DestinationRule without TLS',
    documents(policy, destination('backend', '{ outlierDetection: {} }')),
    false,
  ],
  ['istio/allow-filters-are-renamed', 'no install among the files', patch('GATEWAY', RBAC), true],
  [
    'istio/allow-filters-are-renamed',
    'an install without the variable',
    documents(patch('GATEWAY', RBAC), istioWith('{}')),
    false,
  ],
  ['istio/openshift-uses-nftables', 'another platform', istioWith('{ global: { platform: gke } }'), false],
];
