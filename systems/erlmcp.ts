import { Duration, Size } from 'cdk8s';
import {
  type Fallbacks,
  Fleet,
  type FleetCluster,
  type FleetOptions,
  letsEncrypt,
  postgresql,
  type Service,
  type Workload,
} from '../lib/index.js';

/** Options of the system. */
export interface ErlmcpOptions extends FleetOptions {
  /** A staging profile delays one in a thousand of the marked requests by 5 seconds. @default production */
  readonly profile?: 'production' | 'staging';
  /** Percentage of the requests that each version answers. Canary: 90 and 10. Blue/green: 100 and 0, then 0 and 100. @default v3-0 90, v3-1 10 */
  readonly weights?: { readonly 'v3-0': number; readonly 'v3-1': number };
  /** Connection limits for high throughput instead of conservative ones. @default false */
  readonly highThroughput?: boolean;
}

const namespace = 'erlmcp';
const HOST = 'erlmcp.example.com';
const gateway = { kind: 'gateway', name: 'ingress', namespace: 'ingress', direction: 'ingress' } as const;
/** Number of pods of a version that may get all requests. */
const REPLICAS = 3;
const s = Duration.seconds;

/** The fallbacks of erlmcp on Linkerd. */
const FALLBACKS: Fallbacks = {
  burst: 'one-second',
  circuitBreaker: 'each-endpoint-alone',
  connectionPool: 'dropped',
  endUser: 'checked-by-the-workload',
  fault: 'dropped',
  limitedProbes: 'accepted',
  retries: 'statuses-and-refused-streams',
  warmup: 'dropped',
};

/**
 * erlmcp behind a gateway, with its database, on Istio and on Linkerd: one set of intents for both.
 *
 * ```
 *   outside ──TLS──► gateway ──mTLS, token──► erlmcp v3-0 (90 %) ─┐
 *                            └──────────────► erlmcp v3-1 (10 %) ─┼──mTLS──► postgresql
 *                                  epmd, dist: erlmcp ◄─► erlmcp ─┘
 *   every proxy ──spans──► otel-collector ──► jaeger      prometheus ──► every proxy and metrics port
 * ```
 *
 * Differences from the seed's samples, which would not work as intended:
 * - Its policies select `app.kubernetes.io/name: erlmcp`, its canary has `app: erlmcp`: mTLS, authorization, tokens and
 *   limits would not have covered the canary. Here every pod of a namespace is protected by default.
 * - Of three DestinationRules for one host only one applies, and the same is true for VirtualServices: here there is
 *   one of each. Connections and keep-alive are those of `erlmcp-destination`, requests and ejection those of
 *   `erlmcp-circuit-breaker`; two requests per connection would spend more on handshakes than on requests, so that
 *   limit is taken from the former.
 * - A delay for every request would affect users and disable timeout and retries: here it is for marked requests, in
 *   staging.
 * - Retries on every 5xx repeat the server's own errors: here they apply to failures of a gateway or a connection. The
 *   numbers are the sample's: of 30 seconds, a request uses at most 8 on Istio, in four tries of 2; on Linkerd the
 *   fourth try has the rest.
 * - A blue/green switch in two patches passes through a weight of 0, and its rollback ends at half and half: here it is
 *   one change, with as many green pods as blue ones before it; the seed's single green pod would have got all
 *   requests.
 * - The certificate of the gateway is in the namespace of the gateway's pods; its wildcard name cannot be verified over
 *   HTTP, and is not served.
 * - Tokens were checked but not required; here a request from outside needs one for this audience.
 * - TLS 1.3 between proxies is a setting of the mesh; a DestinationRule has no such field.
 * - The rate limit is enforced; the monitors select existing objects, and their scrapes are admitted.
 * - No policy admitted spans to Jaeger: here a collector receives them, only from these proxies.
 */
export function erlmcp(options: ErlmcpOptions): Fleet {
  const { profile = 'production', weights = { 'v3-0': 90, 'v3-1': 10 }, highThroughput = false, ...inputs } = options;
  const fleet = new Fleet('erlmcp', {
    prometheus: { namespace: 'monitoring' },
    tracing: { samplingPercent: 100 },
    gatewayClass: { kind: 'envoy-gateway' },
    ...inputs,
  });
  const network = {
    kubernetesVersion: '1.34',
    nodes: 3,
    podCidrs: ['10.42.0.0/16'],
    serviceCidrs: ['10.43.0.0/16'],
  };
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
  // The network of auth.erlmcp.com, from which the keys of tokens are fetched.
  istio.addMesh({ controlPlane: { keyServers: [{ cidr: '198.51.100.0/24' }] } });
  linkerd.addMesh();
  for (const cluster of [istio, linkerd]) {
    const server = erlmcpServer(cluster, weights['v3-1']);
    const database = postgresql({
      namespace,
      database: 'erlmcp',
      volumeSize: Size.gibibytes(10),
      resources: { cpu: { request: '250m', limit: '1' }, memory: { request: '256Mi', limit: '1Gi' } },
    });
    const services = [
      {
        ...erlmcpService(server, weights),
        connectionPool: highThroughput ? HIGH_THROUGHPUT : CAREFUL,
        ...(profile === 'staging' && { fault: DELAY }),
      },
      { workload: database.workload, callers: [{ from: server, port: database.port }] },
    ];
    cluster.addApplication({ name: 'erlmcp', profile, services }, { fallbacks: FALLBACKS });
    cluster.addPassword({ namespace, name: database.password.secret, credential: 'postgresql' });
    cluster.addPassword({ namespace, name: 'erlmcp-cookie', credential: 'cookie' });
  }
  return fleet;
}

/** The server behind the gateway and its network intents, for any mesh. */
function erlmcpService(server: Workload, weights: NonNullable<ErlmcpOptions['weights']>): Service {
  return {
    workload: server,
    callers: [
      { from: server, port: 'http', endUser: 'exempt' },
      // Erlang finds nodes with epmd and connects to them on one fixed port.
      { from: server, port: 'epmd' },
      { from: server, port: 'dist' },
    ],
    ingress: [{ gateway, hosts: [HOST], port: 'http', certificate: letsEncrypt('admin@erlmcp.com') }],
    endUser: {
      issuer: 'https://auth.erlmcp.com',
      audiences: [HOST],
      jwksUri: 'https://auth.erlmcp.com/.well-known/jwks.json',
      forwardToken: true,
    },
    timeout: s(30),
    retries: {
      attempts: 3,
      perTryTimeout: s(2),
      on: ['gateway-error', 'reset', 'connect-failure', 'refused-stream'],
      accepts: {
        unreachableTimeout:
          'Both limits are intended: Istio ends all tries after 8 seconds, Linkerd gives the last try the rest of the 30.',
        repeatsNonIdempotent: 'Each MCP request has an id, so the server recognizes a repeated request.',
      },
    },
    circuitBreaker: { consecutiveFailures: 5, interval: s(30), ejectionTime: s(30), maxEjectionPercent: 50 },
    loadBalancing: { algorithm: 'least-request', warmup: s(30) },
    rateLimit: { requestsPerSecond: 100, burst: 1000 },
    release: {
      weights,
      pins: [
        { when: { kind: 'header', name: 'x-version', value: 'v3.1' }, version: 'v3-1' },
        { when: { kind: 'cookie', name: 'group', value: 'beta' }, version: 'v3-1' },
      ],
    },
    metrics: { port: 'metrics' },
  };
}

const CAREFUL = {
  connectTimeout: s(10),
  maxConnections: 100,
  keepAlive: { time: s(300), interval: s(60), probes: 3 },
  maxPendingRequests: 10,
  maxRequests: 100,
  maxRequestsPerConnection: 100,
  idleTimeout: s(300),
};
const HIGH_THROUGHPUT = { connectTimeout: s(5), maxConnections: 10_000, maxRequests: 10_000, idleTimeout: s(600) };

const DELAY = {
  when: { kind: 'header', name: 'x-fault', value: 'delay' },
  effect: { kind: 'delay', duration: s(5) },
  percent: 0.1,
} as const;

/**
 * A canary has one pod. Before all requests switch at once, and for a rollback, both versions have all of their pods.
 */
const v31Replicas = (share: number): number => (share > 0 && share <= 100 / REPLICAS ? 1 : REPLICAS);

function erlmcpServer(cluster: FleetCluster, share: number): Workload {
  const linkerd = cluster.mesh?.kind === 'linkerd';
  return {
    kind: 'StatefulSet',
    name: 'erlmcp',
    namespace,
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
          ...cluster.traceEnvironment('erlmcp', { sampler: 'traceidratio', ratio: 0.1 }),
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
