import { Duration, Size } from 'cdk8s';
import {
  DEFAULT_JAEGER,
  DEFAULT_PROMETHEUS,
  type Fallbacks,
  Fleet,
  type FleetOptions,
  type Gateway,
  type HttpCall,
  type HttpService,
  httpServices,
  letsEncrypt,
  postgresql,
  qdrant,
  redis,
} from '../lib/index.js';

const namespace = 'fusion-core';
const edge: Gateway = { kind: 'gateway', name: 'edge', namespace: 'edge', direction: 'ingress' };
const s = Duration.seconds;

/**
 * The nine services: port, timeout of a request, requests per second and pod. The timeout of a caller is longer than
 * those of its callees.
 */
export const SERVICES = {
  'api-gateway': {
    port: 8000,
    timeout: s(30),
    requestsPerSecond: 500,
    ingress: [
      {
        gateway: edge,
        hosts: ['fusion-core.example.com'],
        port: 'http',
        certificate: letsEncrypt('admin@example.com'),
      },
    ],
  },
  'ai-kernel': {
    port: 8001,
    timeout: s(20),
    requestsPerSecond: 100,
    connectionPool: { maxConnections: 100, maxRequests: 1000, maxPendingRequests: 100 },
    circuitBreaker: { consecutiveFailures: 5, ejectionTime: s(10), maxEjectionPercent: 100 },
  },
  identity: {
    port: 8002,
    timeout: s(9),
    requestsPerSecond: 500,
    retries: {
      attempts: 3,
      perTryTimeout: s(2),
      on: ['gateway-error', 'connect-failure', 'refused-stream'],
      accepts: {
        repeatsNonIdempotent:
          'A duplicate session expires unused, a duplicate user is refused by name, and a repeated PATCH sets the same values.',
      },
    },
  },
  'cv-engine': { port: 8003, timeout: s(25), requestsPerSecond: 50 },
  conversational: {
    port: 8004,
    timeout: s(25),
    requestsPerSecond: 100,
    loadBalancing: { affinity: { kind: 'header', name: 'x-session-id' } },
  },
  analytics: { port: 8005, timeout: s(10), requestsPerSecond: 200 },
  automation: { port: 8006, timeout: s(25), requestsPerSecond: 50 },
  vision: { port: 8007, timeout: s(15), requestsPerSecond: 20 },
  plugin: { port: 8008, timeout: s(10), requestsPerSecond: 100 },
} as const satisfies { readonly [name: string]: HttpService };

type ServiceName = keyof typeof SERVICES;

/** Who calls whom for what; everything else is denied. */
export const CALLS: readonly HttpCall<ServiceName>[] = [
  ['api-gateway', 'identity', ['GET', 'POST', 'DELETE'], '/v1/sessions/*'],
  ['api-gateway', 'identity', ['GET', 'POST', 'PATCH'], '/v1/users/*'],
  ['api-gateway', 'ai-kernel', ['POST'], '/v1/completions'],
  ['api-gateway', 'cv-engine', ['GET', 'POST', 'PUT'], '/v1/portfolios/*'],
  ['api-gateway', 'conversational', ['GET', 'POST'], '/v1/conversations/*'],
  ['api-gateway', 'analytics', ['GET'], '/v1/reports/*'],
  ['api-gateway', 'automation', ['GET', 'POST', 'PUT', 'DELETE'], '/v1/workflows/*'],
  ['api-gateway', 'vision', ['POST'], '/v1/images/*'],
  ['api-gateway', 'plugin', ['GET'], '/v1/plugins/*'],
  ['ai-kernel', 'identity', ['GET'], '/v1/users/*'],
  ['ai-kernel', 'plugin', ['POST'], '/v1/invocations'],
  ['ai-kernel', 'analytics', ['POST'], '/v1/events'],
  ['cv-engine', 'ai-kernel', ['POST'], '/v1/completions'],
  ['cv-engine', 'vision', ['POST'], '/v1/images/*'],
  ['conversational', 'ai-kernel', ['POST'], '/v1/completions'],
  ['conversational', 'analytics', ['POST'], '/v1/events'],
  ['automation', 'ai-kernel', ['POST'], '/v1/completions'],
  ['automation', 'plugin', ['POST'], '/v1/invocations'],
];

/** The services of each store. */
export const STORES = {
  postgresql: ['identity', 'cv-engine', 'conversational', 'analytics', 'automation', 'plugin'],
  redis: ['api-gateway', 'identity', 'conversational', 'automation'],
  qdrant: ['ai-kernel', 'cv-engine', 'vision'],
} as const satisfies { readonly [store: string]: readonly ServiceName[] };

/** The fallbacks for what Linkerd cannot do. */
const FALLBACKS: Fallbacks = {
  affinity: 'dropped',
  connectionPool: 'dropped',
  tracing: 'set-on-the-control-plane',
};

/**
 * AI Fusion Core on Linkerd: nine services, one of which is exposed, and three stores.
 *
 * ```
 *   outside ──TLS──► edge ──mTLS──► api-gateway :8000 ──► each of the eight others
 *                                                               │
 *     cv-engine :8003       ─┬─► ai-kernel :8001 ─┬─► identity  :8002   postgresql ◄── six of them
 *     conversational :8004  ─┤                    ├─► plugin    :8008   redis      ◄── four
 *     automation :8006      ─┘                    └─► analytics :8005   qdrant     ◄── three
 *     cv-engine ──► vision :8007     conversational ──► analytics     automation ──► plugin
 * ```
 *
 * {@link CALLS} is the call graph: the callers of each service, the methods and the paths follow from it, and so do
 * Servers, routes, authorizations and network policies. The seed requires some things that Linkerd does not have or
 * that would not work; this system has instead:
 * - Its policies and circuit breakers are of kinds that Linkerd does not have. `tls: SIMPLE` would authenticate only
 *   the server: here every connection between pods uses mutual TLS, and the callee's proxy authorizes the caller.
 * - Circuit breakers: proxies limit no connections and no pending requests. The limits of 100 connections, 1000
 *   requests and 100 pending ones are stated, and explicitly dropped; instead each endpoint is ejected after 5
 *   consecutive failures, and each pod answers 429 above its rate. Nothing enforces `maxRetries`, the number of
 *   concurrent retries: completions are expensive, so requests to the kernel are never retried.
 * - Rate limits apply to each pod, with a burst of one second's requests, the most that a proxy admits. The kubelet
 *   probes a separate port, so that a flood of requests restarts no pod; `/health` on the ports of services is for
 *   people.
 * - Retries of identity are the seed's, 3 of 2 seconds; its timeout leaves time for all four attempts. They are on its
 *   Service, so they also apply to the gateway's requests.
 * - Requests carry no deadline: instead the timeouts are nested along the graph, so that a caller waits longer than its
 *   callee works, and no answer comes too late.
 * - Session affinity: a proxy sends each request to the fastest endpoint. Sessions are in Redis, so that any pod may
 *   answer.
 * - The injector sets the `LINKERD2_PROXY_*` variables. Of the seed's, the log level is its default and the addresses
 *   are those of the control plane; `all-authenticated` would let every meshed pod of the cluster call every port, and
 *   is `deny` here.
 * - Start-up order: no script waits for the control plane. Stages put it before the workloads; a proxy starts before
 *   its container; no pod gets a request before it is ready, and a service is ready when its dependencies respond.
 * - Only the gateway is exposed: the seed's port 8000 on the host would bypass it. Docker Compose, its networks and its
 *   addresses are not part of this.
 */
export function fusionCore(inputs: FleetOptions): Fleet {
  const fleet = new Fleet('fusion-core', {
    prometheus: DEFAULT_PROMETHEUS,
    tracing: { jaeger: DEFAULT_JAEGER, samplingPercent: 10 },
    gatewayClass: { kind: 'envoy-gateway' },
    ...inputs,
  });
  const cluster = fleet.addCluster('main', {
    kubernetesVersion: '1.34',
    mesh: { kind: 'linkerd', version: '2.20', cni: true, gatewayApi: { release: '1.5.1' } },
    nodes: 3,
    nodeAddresses: ['192.0.2.31', '192.0.2.32', '192.0.2.33'],
    podCidrs: ['10.42.0.0/16'],
    serviceCidrs: ['10.43.0.0/16'],
  });
  // Who called whom for what, and the result.
  cluster.addMesh({ controlPlane: { values: { proxy: { accessLog: 'json' } } } });

  const volumeSize = Size.gibibytes(20);
  const stores = [
    { store: postgresql({ namespace, database: 'fusion', volumeSize }), users: STORES.postgresql },
    { store: redis({ namespace, volumeSize: Size.gibibytes(5) }), users: STORES.redis },
    { store: qdrant({ namespace, volumeSize }), users: STORES.qdrant },
  ];
  for (const { store } of stores) cluster.addPassword({ namespace, name: store.password.secret });
  const services = httpServices({
    namespace,
    images: { folder: 'fusion-core', tag: '1.0.0' },
    services: SERVICES,
    calls: CALLS,
    stores,
    common: { circuitBreaker: { consecutiveFailures: 7, ejectionTime: s(5), maxEjectionPercent: 100 } },
    env: (name) => ({ LOG_FORMAT: 'json', LOG_LEVEL: 'info', ...cluster.traceEnvironment(name) }),
    proxyResources: { cpu: { request: '100m', limit: '1' }, memory: { request: '64Mi', limit: '256Mi' } },
  });
  cluster.addApplication({ name: 'fusion-core', services }, { fallbacks: FALLBACKS });
  return fleet;
}
