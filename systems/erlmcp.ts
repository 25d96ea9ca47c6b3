import { Duration, Size } from 'cdk8s';
import { addApplication } from '../lib/write/application/add-application.js';
import { addObservability } from '../lib/write/application/add-observability.js';
import type { Cluster } from '../lib/write/fleet/cluster.js';
import { IstioControlPlane } from '../lib/write/istio/control-plane/istio-control-plane.js';
import { IstioMeshPolicy } from '../lib/write/istio/policy/istio-mesh-policy.js';
import { tracingProvider } from '../lib/write/istio/policy/tracing.js';
import { LinkerdControlPlane } from '../lib/write/linkerd/control-plane/linkerd-control-plane.js';
import type { Fallbacks } from '../lib/write/linkerd/traffic/fallbacks.js';
import type { GatewayClass } from '../lib/write/linkerd/traffic/gateway-class.js';
import { linkerdMonitorValues } from '../lib/write/observability/monitors/linkerd.js';
import { prometheusOf } from '../lib/write/observability/prometheus.js';
import { linkerdTracingValues } from '../lib/write/observability/tracing/linkerd.js';
import { traceCollector } from '../lib/write/observability/tracing/trace-collector.js';
import { Fleet } from '../lib/write/platform/fleet.js';
import { RequiredSecret, type SecretSource } from '../lib/write/secrets/required-secret.js';
import { TrustHierarchy } from '../lib/write/trust/trust-hierarchy.js';
import type { Gateway } from '../lib/write/workload/gateway.js';
import type { Application } from '../lib/write/workload/intents/application.js';
import type { Service } from '../lib/write/workload/intents/service.js';
import type { Tracing } from '../lib/write/workload/intents/telemetry.js';
import type { Workload } from '../lib/write/workload/workload.js';
import { jaeger, prometheus } from './neighbours.js';

/** What can be asked of the system beyond its production case. */
export interface ErlmcpOptions {
  /** Public root certificates of the fleet in PEM, as `npm run trust -- create erlmcp` writes them. */
  readonly roots: readonly string[];
  /** A staging profile delays one request in a thousand by 5 seconds, of those that ask for it. @default production */
  readonly profile?: 'production' | 'staging';
  /** Percentage of the requests that each version answers. Canary: 90 and 10. Blue/green: 100 and 0, then 0 and 100. @default v3-0 90, v3-1 10 */
  readonly weights?: { readonly 'v3-0': number; readonly 'v3-1': number };
  /** Connections for high throughput instead of careful ones. @default false */
  readonly highThroughput?: boolean;
  /** How passwords come into the clusters. @default - `npm run credentials` makes them */
  readonly secrets?: SecretSource;
  /** What makes the pods of the gateway where Linkerd is the mesh. @default - Envoy Gateway 1.8 */
  readonly gatewayClass?: GatewayClass;
}

const NAMESPACE = 'erlmcp';
const HOST = 'erlmcp.example.com';
/** Pods of a version that may get every request. */
const REPLICAS = 3;
/** Network of auth.erlmcp.com, from which the keys of tokens are fetched. */
const AUTH_SERVERS = '198.51.100.0/24';

/** What erlmcp does without, or takes instead, where Linkerd is the mesh. */
export const FALLBACKS: Fallbacks = {
  burst: 'one-second',
  circuitBreaker: 'each-endpoint-alone',
  connectionPool: 'dropped',
  endUser: 'checked-by-the-workload',
  fault: 'dropped',
  limitedProbes: 'accepted',
  retries: 'statuses-and-refused-streams',
  tracing: 'set-on-the-control-plane',
  warmup: 'dropped',
};

/** What takes the spans of proxies and Erlang nodes to Jaeger. */
const collectorIn = (cluster: Cluster): Service => traceCollector(cluster, { jaeger });
const tracingIn = (cluster: Cluster): Tracing => ({ collector: collectorIn(cluster).workload, samplingPercent: 100 });

/**
 * erlmcp behind a gateway, with its database, on Istio and on Linkerd: one set of intents for both.
 *
 * ```
 *   outside ──TLS──► gateway ──mTLS, token──► erlmcp v3-0 (90 %) ─┐
 *                            └──────────────► erlmcp v3-1 (10 %) ─┼──mTLS──► postgresql
 *                                  epmd, dist: erlmcp ◄─► erlmcp ─┘
 *   every proxy ──spans──► otel-collector ──► jaeger      prometheus ──► every proxy and port of figures
 * ```
 *
 * Where the seed's samples would not do what they are for, these differ:
 * - Its policies select `app.kubernetes.io/name: erlmcp`, its canary bears `app: erlmcp`: mTLS, authorization, tokens and limits
 *   would not have covered the canary. Here every pod of a namespace is covered before a policy selects it.
 * - Three DestinationRules for one host lose all but one, three VirtualServices likewise: here is one of each. Connections and
 *   keep-alive are those of `erlmcp-destination`, requests and ejection those of `erlmcp-circuit-breaker`; two requests for each
 *   connection would spend more on handshakes than on requests, so that this figure is the former's.
 * - A delay for every request would have hit users, and switched timeout and retries off: it is for marked requests, in staging.
 * - Retries on every 5xx repeat what the server itself answered: here they are for what a gateway or a connection failed. Their figures are
 *   the sample's: of 30 seconds, a request on Istio has 8, in four tries of 2; on Linkerd the fourth has the rest.
 * - A blue/green switch in two patches passes through a weight of 0, and its rollback ends at half and half: here it is one change,
 *   with as many green pods as blue ones beforehand; the seed's one green pod would have got everything.
 * - The certificate of the gateway stands with the gateway's pods; its wildcard name cannot be proven over HTTP, and is not served.
 * - Tokens were checked, not required; here a request from outside needs one, for this audience.
 * - TLS 1.3 between proxies is a setting of the mesh; a DestinationRule knows none.
 * - The rate limit is enforced; the monitors select what exists, and are let in.
 * - Spans went to a Jaeger that no policy admitted them to: here a collector takes them, from these proxies alone.
 */
export function erlmcp(options: ErlmcpOptions): Fleet {
  const { roots, secrets = { kind: 'credentials' }, gatewayClass = { kind: 'envoy-gateway' } } = options;
  const fleet = new Fleet('erlmcp');
  const network = {
    kubernetesVersion: '1.34',
    nodes: 3,
    podCidrs: ['10.42.0.0/16'],
    serviceCidrs: ['10.43.0.0/16'],
  } as const;
  const istio = fleet.addCluster('istio', {
    ...network,
    nodeAddresses: ['192.0.2.11', '192.0.2.12', '192.0.2.13'],
    mesh: { kind: 'istio', version: '1.31', cni: true },
  });
  const linkerd = fleet.addCluster('linkerd', {
    ...network,
    nodeAddresses: ['192.0.2.21', '192.0.2.22', '192.0.2.23'],
    mesh: { kind: 'linkerd', version: '2.20', cni: true, gatewayApi: { release: '1.5.1' } },
  });

  istio.add('istio', (chart) => {
    new IstioControlPlane(chart, 'istio', {
      cluster: istio,
      roots,
      meshConfig: { extensionProviders: [tracingProvider(tracingIn(istio), istio)] },
      keyServers: [{ cidr: AUTH_SERVERS }],
      scrapers: [prometheus.namespace],
    });
    new IstioMeshPolicy(chart, 'policy', { cluster: istio, tracing: tracingIn(istio) });
  });
  linkerd.add('linkerd', (chart) => {
    new LinkerdControlPlane(chart, 'linkerd', {
      cluster: linkerd,
      roots,
      values: {
        ...linkerdMonitorValues(prometheusOf(prometheus)),
        ...linkerdTracingValues(tracingIn(linkerd), linkerd),
      },
    });
  });
  for (const cluster of [istio, linkerd]) {
    cluster.add('trust', (chart) => {
      new TrustHierarchy(chart, 'trust', { cluster, root: { kind: 'offline', certificates: roots }, messaging: false });
    });
    const application = erlmcpApplication(cluster, options);
    addApplication(cluster, application, { fallbacks: FALLBACKS, gatewayClass });
    addObservability(cluster, application);
    cluster.add('erlmcp-secrets', (chart) => {
      for (const [name, id] of [
        ['erlmcp-cookie', 'cookie'],
        ['postgresql-password', 'postgresql'],
      ] as const) {
        new RequiredSecret(chart, name, {
          source: secrets,
          cluster: cluster.name,
          content: {
            namespace: NAMESPACE,
            name,
            data: { password: [{ credential: { id: `${cluster.name}/${id}`, kind: 'password' }, form: 'password' }] },
          },
        });
      }
    });
  }
  return fleet;
}

/** What erlmcp wants of the network. No mesh is named. */
export function erlmcpApplication(cluster: Cluster, options: ErlmcpOptions): Application {
  const { profile = 'production', weights = { 'v3-0': 90, 'v3-1': 10 }, highThroughput = false } = options;
  const edge: Gateway = { kind: 'gateway', name: 'ingress', namespace: 'ingress', direction: 'ingress' };
  const server = erlmcpServer(cluster, weights['v3-1']);
  const erlmcpService: Service = {
    workload: server,
    callers: [
      { from: server, port: 'http', endUser: 'exempt' },
      // Erlang finds nodes by epmd and talks to them on one fixed port.
      { from: server, port: 'epmd' },
      { from: server, port: 'dist' },
    ],
    ingress: [
      {
        gateway: edge,
        hosts: [HOST],
        port: 'http',
        certificate: {
          kind: 'acme',
          server: 'https://acme-v02.api.letsencrypt.org/directory',
          email: 'admin@erlmcp.com',
          challenge: { kind: 'http-01' },
        },
      },
    ],
    endUser: {
      issuer: 'https://auth.erlmcp.com',
      audiences: [HOST],
      jwksUri: 'https://auth.erlmcp.com/.well-known/jwks.json',
      forwardToken: true,
    },
    timeout: Duration.seconds(30),
    retries: {
      attempts: 3,
      perTryTimeout: Duration.seconds(2),
      on: ['gateway-error', 'reset', 'connect-failure', 'refused-stream'],
      accepts: {
        unreachableTimeout:
          'Both figures are stated: Istio is done after 8 seconds, Linkerd gives the last try the rest of the 30.',
        repeatsNonIdempotent: 'A request of MCP bears an id, by which the server knows one that comes again.',
      },
    },
    circuitBreaker: {
      consecutiveFailures: 5,
      interval: Duration.seconds(30),
      ejectionTime: Duration.seconds(30),
      maxEjectionPercent: 50,
    },
    connectionPool: highThroughput
      ? {
          connectTimeout: Duration.seconds(5),
          maxConnections: 10_000,
          maxRequests: 10_000,
          idleTimeout: Duration.seconds(600),
        }
      : {
          connectTimeout: Duration.seconds(10),
          maxConnections: 100,
          keepAlive: { time: Duration.seconds(300), interval: Duration.seconds(60), probes: 3 },
          maxPendingRequests: 10,
          maxRequests: 100,
          maxRequestsPerConnection: 100,
          idleTimeout: Duration.seconds(300),
        },
    loadBalancing: { algorithm: 'least-request', warmup: Duration.seconds(30) },
    rateLimit: { requestsPerSecond: 100, burst: 1000 },
    release: {
      weights,
      pins: [
        { when: { kind: 'header', name: 'x-version', value: 'v3.1' }, version: 'v3-1' },
        { when: { kind: 'cookie', name: 'group', value: 'beta' }, version: 'v3-1' },
      ],
    },
    ...(profile === 'staging' && {
      fault: {
        when: { kind: 'header', name: 'x-fault', value: 'delay' },
        effect: { kind: 'delay', duration: Duration.seconds(5) },
        percent: 0.1,
      },
    }),
    metrics: { port: 'metrics' },
  };
  return {
    name: 'erlmcp',
    cluster,
    profile,
    services: [
      erlmcpService,
      { workload: postgresql, callers: [{ from: server, port: 'postgres' }] },
      collectorIn(cluster),
    ],
    prometheus,
    tracing: tracingIn(cluster),
  };
}

/** One pod bears a canary's part. Before all requests go over at once, and to go back, both versions are whole. */
const v31Replicas = (share: number): number => (share > 0 && share <= 100 / REPLICAS ? 1 : REPLICAS);

function erlmcpServer(cluster: Cluster, share: number): Workload {
  const linkerd = cluster.mesh?.kind === 'linkerd';
  const { collector } = tracingIn(cluster);
  return {
    kind: 'StatefulSet',
    name: 'erlmcp',
    namespace: NAMESPACE,
    replicas: REPLICAS,
    versions: [
      { name: 'v3-0' },
      { name: 'v3-1', image: { repository: 'erlmcp', tag: '3.1.0' }, replicas: v31Replicas(share) },
    ],
    // Nodes join before they are ready to serve.
    publishNotReadyAddresses: true,
    ports: [
      { name: 'http', port: 8080, appProtocol: 'http' },
      { name: 'metrics', port: 9090, appProtocol: 'http' },
      { name: 'epmd', port: 4369, appProtocol: 'tcp' },
      { name: 'dist', port: 9100, appProtocol: 'tcp' },
    ],
    containers: [
      {
        name: 'erlmcp',
        image: { repository: 'erlmcp', tag: '3.0.0' },
        env: {
          OTEL_EXPORTER_OTLP_ENDPOINT: `http://${cluster.serviceName(collector.name, collector.namespace)}:4317`,
          OTEL_SERVICE_NAME: 'erlmcp',
          OTEL_TRACES_SAMPLER: 'traceidratio',
          OTEL_TRACES_SAMPLER_ARG: '0.1',
          ERL_AFLAGS: '-kernel inet_dist_listen_min 9100 inet_dist_listen_max 9100',
        },
        secretEnv: {
          RELEASE_COOKIE: { secret: 'erlmcp-cookie', key: 'password' },
          PGPASSWORD: { secret: 'postgresql-password', key: 'password' },
        },
        resources: { cpu: { request: '500m', limit: '2' }, memory: { request: '512Mi', limit: '1Gi' } },
        probes: {
          readiness: { check: { kind: 'http', path: '/ready', port: 'http' } },
          liveness: { check: { kind: 'http', path: '/health', port: 'http' } },
        },
        mounts: { tmp: '/tmp' },
      },
    ],
    volumes: { tmp: { kind: 'scratch', sizeLimit: Size.mebibytes(64) } },
    proxyResources: {
      cpu: { request: '100m', limit: linkerd ? '1' : '2' },
      memory: { request: '128Mi', limit: linkerd ? '512Mi' : '1Gi' },
    },
  };
}

const postgresql: Workload = {
  kind: 'StatefulSet',
  name: 'postgresql',
  namespace: NAMESPACE,
  replicas: 1,
  ports: [{ name: 'postgres', port: 5432, appProtocol: 'tcp' }],
  containers: [
    {
      name: 'postgresql',
      image: { repository: 'postgres', tag: '17.6' },
      env: { POSTGRES_DB: 'erlmcp', POSTGRES_USER: 'erlmcp', PGDATA: '/var/lib/postgresql/data/pgdata' },
      secretEnv: { POSTGRES_PASSWORD: { secret: 'postgresql-password', key: 'password' } },
      resources: { cpu: { request: '250m', limit: '1' }, memory: { request: '256Mi', limit: '1Gi' } },
      probes: {
        readiness: { check: { kind: 'exec', command: ['pg_isready', '--username=erlmcp'] } },
        liveness: { check: { kind: 'exec', command: ['pg_isready', '--username=erlmcp'] }, failureThreshold: 6 },
      },
      mounts: { data: '/var/lib/postgresql/data', run: '/var/run/postgresql', tmp: '/tmp' },
    },
  ],
  volumes: {
    data: { kind: 'claim', size: Size.gibibytes(10) },
    run: { kind: 'scratch', sizeLimit: Size.mebibytes(16) },
    tmp: { kind: 'scratch', sizeLimit: Size.mebibytes(64) },
  },
  userId: 999,
};
