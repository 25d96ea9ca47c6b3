import { Duration, Size } from 'cdk8s';
import { addApplication } from '../lib/write/application/add-application.js';
import { addObservability } from '../lib/write/application/add-observability.js';
import type { Cluster } from '../lib/write/fleet/cluster.js';
import { LinkerdControlPlane } from '../lib/write/linkerd/control-plane/linkerd-control-plane.js';
import type { Fallbacks } from '../lib/write/linkerd/traffic/fallbacks.js';
import type { GatewayClass } from '../lib/write/linkerd/traffic/gateway-class.js';
import { linkerdMonitorValues } from '../lib/write/observability/monitors/linkerd.js';
import { DEFAULT_PROMETHEUS } from '../lib/write/observability/prometheus.js';
import { linkerdTracingValues } from '../lib/write/observability/tracing/linkerd.js';
import { traceCollector } from '../lib/write/observability/tracing/trace-collector.js';
import { Fleet } from '../lib/write/platform/fleet.js';
import { RequiredSecret, type SecretSource } from '../lib/write/secrets/required-secret.js';
import { TrustHierarchy } from '../lib/write/trust/trust-hierarchy.js';
import type { Gateway } from '../lib/write/workload/gateway.js';
import type { Application } from '../lib/write/workload/intents/application.js';
import type { Caller, Method } from '../lib/write/workload/intents/caller.js';
import type { Service } from '../lib/write/workload/intents/service.js';
import type { Tracing } from '../lib/write/workload/intents/telemetry.js';
import type { ExternalWorkload } from '../lib/write/workload/peer.js';
import type { Workload } from '../lib/write/workload/workload.js';
import { NAMESPACE, passwordOf, postgresql, qdrant, redis } from './fusion-core-stores.js';
import { jaeger } from './neighbours.js';

/** What can be asked of the system beyond its production case. */
export interface FusionCoreOptions {
  /** Public root certificates of the fleet in PEM, as `npm run trust -- create fusion-core` writes them. */
  readonly roots: readonly string[];
  /** How passwords come into the cluster. @default - `npm run credentials` makes them */
  readonly secrets?: SecretSource;
  /** What makes the pods of the gateway. @default - Envoy Gateway 1.8 */
  readonly gatewayClass?: GatewayClass;
}

const HOST = 'fusion-core.example.com';

/** A service: its port, what a request to it may take, and the requests that one of its pods takes in a second. */
interface Figures {
  readonly port: number;
  readonly timeout: Duration;
  readonly requestsPerSecond: number;
}

const figures = (port: number, seconds: number, requestsPerSecond: number): Figures => ({
  port,
  timeout: Duration.seconds(seconds),
  requestsPerSecond,
});

/** The nine services. A caller's timeout is longer than that of all whom it calls. */
export const SERVICES = {
  'api-gateway': figures(8000, 30, 500),
  'ai-kernel': figures(8001, 20, 100),
  identity: figures(8002, 9, 500),
  'cv-engine': figures(8003, 25, 50),
  conversational: figures(8004, 25, 100),
  analytics: figures(8005, 10, 200),
  automation: figures(8006, 25, 50),
  vision: figures(8007, 15, 20),
  plugin: figures(8008, 10, 100),
} as const satisfies { readonly [name: string]: Figures };

export type ServiceName = keyof typeof SERVICES;

/** Who asks whom for what; all else is refused. */
export const CALLS: readonly (readonly [
  from: ServiceName,
  to: ServiceName,
  methods: readonly Method[],
  path: string,
])[] = [
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

/** Who keeps something where. */
export const STORES = {
  postgresql: ['identity', 'cv-engine', 'conversational', 'analytics', 'automation', 'plugin'],
  redis: ['api-gateway', 'identity', 'conversational', 'automation'],
  qdrant: ['ai-kernel', 'cv-engine', 'vision'],
} as const satisfies { readonly [store: string]: readonly ServiceName[] };

export type StoreName = keyof typeof STORES;

/** What some services want besides. */
const PARTICULARS: { readonly [Name in ServiceName]?: Partial<Service> } = {
  'ai-kernel': {
    connectionPool: { maxConnections: 100, maxRequests: 1000, maxPendingRequests: 100 },
    circuitBreaker: { consecutiveFailures: 5, ejectionTime: Duration.seconds(10), maxEjectionPercent: 100 },
  },
  identity: {
    retries: {
      attempts: 3,
      perTryTimeout: Duration.seconds(2),
      on: ['gateway-error', 'connect-failure', 'refused-stream'],
      accepts: {
        repeatsNonIdempotent:
          'A session made twice expires unused, a user made twice is refused by name, and a PATCH sets what it has set.',
      },
    },
  },
  conversational: { loadBalancing: { affinity: { kind: 'header', name: 'x-session-id' } } },
};

/** What is accepted for what Linkerd cannot do. */
const FALLBACKS: Fallbacks = {
  affinity: 'dropped',
  connectionPool: 'dropped',
  tracing: 'set-on-the-control-plane',
};

const edge: Gateway = { kind: 'gateway', name: 'edge', namespace: 'edge', direction: 'ingress' };

const prometheus: ExternalWorkload = { kind: 'external', name: 'prometheus', ...DEFAULT_PROMETHEUS };

/** What takes the spans of proxies and services to Jaeger. */
const collectorIn = (cluster: Cluster): Service => traceCollector(cluster, { jaeger });
const tracingIn = (cluster: Cluster): Tracing => ({ collector: collectorIn(cluster).workload, samplingPercent: 10 });

/**
 * AI Fusion Core on Linkerd: nine services, of which the outside reaches one, and three stores.
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
 * {@link CALLS} is the call graph: the callers of each service, the methods and the paths follow from it, and so do Servers, routes,
 * authorizations and network policies. Where the seed asks for what Linkerd does not have, or would not do as it says, this is
 * what it has instead:
 * - Its policies and circuit breakers are of no kind that Linkerd knows. `tls: SIMPLE` would authenticate the server alone: here
 *   every connection between pods is mutual TLS, and the proxy of the callee asks who calls.
 * - Circuit breakers: proxies limit no connections and no pending requests. 100 connections, 1000 requests and 100 pending ones are
 *   stated, and dropped by consent; in their stead each endpoint is out after 5 failures in a row, and each pod turns away
 *   with 429 what comes above its rate. `maxRetries`, the retries under way at a time, is kept by none: a completion has its price,
 *   and nobody asks the kernel for one twice.
 * - Rate limits are those of each pod, with a burst of as much as in one second, which is what a proxy takes after a rest. The kubelet
 *   asks on a port of its own, so that a flood ends no pod; `/health` on the ports of services is for people.
 * - Retries of identity are the seed's, 3 of 2 seconds; its timeout leaves room for all four attempts. They stand on its Service, and
 *   so are for the gateway's requests too.
 * - No deadline travels with a request: timeouts fit into each other along the graph instead, so that who calls waits longer than
 *   who answers, and no answer comes when nobody waits for it.
 * - Session affinity: a proxy sends each request where it is answered soonest. Sessions are in Redis, so that any pod may answer.
 * - `LINKERD2_PROXY_*` variables are the injector's to set. Of the seed's, the log level is its default and the addresses are those
 *   of the control plane; `all-authenticated` would let every meshed pod of the cluster call every port, and is `deny` here.
 * - Start-up order: nothing waits for the control plane in a script. Stages put it before the workloads; a proxy runs before its
 *   container does; no pod gets a request before it is ready, and a service is ready when what it depends on answers.
 * - Only the gateway is exposed: the seed's port 8000 on the host would bypass it. Docker Compose, its networks and its addresses
 *   are no part of this.
 */
export function fusionCore(options: FusionCoreOptions): Fleet {
  const { roots, secrets = { kind: 'credentials' }, gatewayClass = { kind: 'envoy-gateway' } } = options;
  const fleet = new Fleet('fusion-core');
  const cluster = fleet.addCluster('main', {
    kubernetesVersion: '1.34',
    mesh: { kind: 'linkerd', version: '2.20', cni: true, gatewayApi: { release: '1.5.1' } },
    nodes: 3,
    nodeAddresses: ['192.0.2.31', '192.0.2.32', '192.0.2.33'],
    podCidrs: ['10.42.0.0/16'],
    serviceCidrs: ['10.43.0.0/16'],
  });
  cluster.add('trust', (chart) => {
    new TrustHierarchy(chart, 'trust', { cluster, root: { kind: 'offline', certificates: roots }, messaging: false });
  });
  cluster.add('linkerd', (chart) => {
    new LinkerdControlPlane(chart, 'linkerd', {
      cluster,
      roots,
      values: {
        ...linkerdMonitorValues(DEFAULT_PROMETHEUS),
        proxy: {
          // Who asked whom for what, and what came of it.
          accessLog: 'json',
          ...linkerdTracingValues(tracingIn(cluster), cluster).proxy,
        },
      },
    });
  });
  const application = fusionCoreApplication(cluster);
  addApplication(cluster, application, { fallbacks: FALLBACKS, gatewayClass });
  addObservability(cluster, application);
  cluster.add('fusion-core-secrets', (chart) => {
    for (const store of ['postgresql', 'redis', 'qdrant'] as const) {
      new RequiredSecret(chart, store, {
        source: secrets,
        cluster: cluster.name,
        content: {
          namespace: NAMESPACE,
          name: passwordOf(store),
          data: { password: [{ credential: { id: store, kind: 'password' }, form: 'password' }] },
        },
      });
    }
  });
  return fleet;
}

/** What the platform wants of the network. No mesh is named. */
export function fusionCoreApplication(cluster: Cluster): Application {
  const workloads = new Map(namesOf(SERVICES).map((name) => [name, program(name, cluster)]));
  const callersOf = (name: ServiceName): Caller[] =>
    CALLS.filter(([, to]) => to === name).flatMap(([from, , methods, path]) => {
      const caller = workloads.get(from);
      return caller === undefined ? [] : [{ from: caller, port: 'http', methods, paths: [path] }];
    });
  const services = [...workloads].map(([name, workload]): Service => {
    const { timeout, requestsPerSecond } = SERVICES[name];
    const callers = callersOf(name);
    return {
      workload,
      callers: callers.length === 0 ? 'nobody' : callers,
      timeout,
      rateLimit: { requestsPerSecond, burst: requestsPerSecond },
      circuitBreaker: { consecutiveFailures: 7, ejectionTime: Duration.seconds(5), maxEjectionPercent: 100 },
      metrics: { port: 'admin' },
      ...PARTICULARS[name],
      ...(name === 'api-gateway' && {
        ingress: [
          {
            gateway: edge,
            hosts: [HOST],
            port: 'http',
            certificate: {
              kind: 'acme',
              server: 'https://acme-v02.api.letsencrypt.org/directory',
              email: 'admin@example.com',
              challenge: { kind: 'http-01' },
            },
          },
        ],
      }),
    };
  });
  const keepers = (store: StoreName, port: string): Caller[] =>
    STORES[store].flatMap((name) => {
      const from = workloads.get(name);
      return from === undefined ? [] : [{ from, port }];
    });
  return {
    name: 'fusion-core',
    cluster,
    profile: 'production',
    prometheus,
    tracing: tracingIn(cluster),
    services: [
      ...services,
      { workload: postgresql, callers: keepers('postgresql', 'postgres') },
      { workload: redis, callers: keepers('redis', 'redis') },
      { workload: qdrant, callers: keepers('qdrant', 'api') },
      collectorIn(cluster),
    ],
  };
}

function namesOf<Name extends string>(table: { readonly [Key in Name]: unknown }): readonly Name[] {
  return Object.keys(table) as Name[];
}

const PASSWORD_VARIABLES = { postgresql: 'PGPASSWORD', redis: 'REDIS_PASSWORD', qdrant: 'QDRANT_API_KEY' } as const;

function program(name: ServiceName, cluster: Cluster): Workload {
  const kept = namesOf(STORES).filter((store) => STORES[store].some((keeper) => keeper === name));
  const { collector } = tracingIn(cluster);
  return {
    kind: 'Deployment',
    name,
    namespace: NAMESPACE,
    replicas: 2,
    ports: [
      { name: 'http', port: SERVICES[name].port, appProtocol: 'http' },
      { name: 'admin', port: 9090, appProtocol: 'http' },
    ],
    containers: [
      {
        name,
        image: { repository: `fusion-core/${name}`, tag: '1.0.0' },
        env: {
          PORT: `${SERVICES[name].port}`,
          ADMIN_PORT: '9090',
          LOG_FORMAT: 'json',
          LOG_LEVEL: 'info',
          OTEL_EXPORTER_OTLP_ENDPOINT: `http://${cluster.serviceName(collector.name, collector.namespace)}:4317`,
          OTEL_SERVICE_NAME: name,
          OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
          OTEL_TRACES_SAMPLER_ARG: '0.1',
        },
        ...(kept.length > 0 && {
          secretEnv: Object.fromEntries(
            kept.map((store) => [PASSWORD_VARIABLES[store], { secret: passwordOf(store), key: 'password' }]),
          ),
        }),
        resources: { cpu: { request: '250m', limit: '1' }, memory: { request: '256Mi', limit: '512Mi' } },
        probes: {
          // Ready when the stores that it depends on answer; alive whether they do or not.
          readiness: {
            check: { kind: 'http', path: '/ready', port: 'admin' },
            period: Duration.seconds(5),
            failureThreshold: 2,
          },
          liveness: { check: { kind: 'http', path: '/health', port: 'admin' } },
        },
        mounts: { tmp: '/tmp' },
      },
    ],
    volumes: { tmp: { kind: 'scratch', sizeLimit: Size.mebibytes(64) } },
    proxyResources: { cpu: { request: '100m', limit: '1' }, memory: { request: '64Mi', limit: '256Mi' } },
  };
}
