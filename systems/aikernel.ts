import { Duration } from 'cdk8s';
import {
  DEFAULT_JAEGER,
  DEFAULT_PROMETHEUS,
  Fleet,
  type FleetOptions,
  type Gateway,
  type HttpWorkloadOptions,
  httpWorkload,
  type RetryCondition,
  type Service,
  type Workload,
} from '../lib/index.js';

/** Options of the system. */
export interface AikernelOptions extends FleetOptions {
  /** A staging profile injects faults into marked requests. @default production */
  readonly profile?: 'production' | 'staging';
  /**
   * Release of the control plane in every cluster; a change upgrades without downtime. @default - the newest tested one
   */
  readonly release?: string;
}

/** The clusters and their regions, each the failover of the other. */
const REGIONS = { east: 'eu-central-1', west: 'eu-west-1' } as const;

const ingress: Gateway = { kind: 'gateway', name: 'ingress', namespace: 'ingress', direction: 'ingress' };
const eastWest: Gateway = { kind: 'gateway', name: 'east-west', namespace: 'east-west', direction: 'east-west' };
const egress: Gateway = { kind: 'gateway', name: 'egress', namespace: 'egress', direction: 'egress' };

/**
 * The AIKernel platform on Istio, in two regions, each the failover of the other.
 *
 * ```
 *   outside ──TLS──► ingress ──► api ──► kernel v1 ──► catalog
 *                                          │  └┄copies┄► kernel v2
 *                                          └──► inference: standard, or accelerated if the catalog says so
 *                                                   └──► egress ──TLS──► models.example.com
 * ```
 *
 * The five phases of the plan, in order:
 * 1. Core installation: `IstioControlPlane`, and namespaces that follow a revision tag.
 * 2. Security: strict mTLS, certificates valid for 24 hours and rotated without restarts, below a CA of the fleet.
 * 3. Traffic: ejection of failing endpoints, circuit breakers, nested timeouts, retries, routing by catalog metadata.
 * 4. Observability: 15 second scrapes, traces to Jaeger, dashboards and alerts.
 * 5. Advanced: injected faults in staging, mirroring to the next kernel, two clusters, and one egress gateway.
 *
 * The plan has one number, a failover within 30 seconds; the others follow from it:
 * - Each of a region's three endpoints is ejected only by its own failures, so one caller may try all of them in turn,
 *   each for the time of a connection and a try. The sum stays below 30 seconds: the longer a try may last, the fewer
 *   failures eject an endpoint, down to one for the api.
 * - A try of the kernel leaves time for the catalog and then inference, with all their tries; one of the api leaves
 *   time for the kernel. The cost is that long requests are not possible: the api answers within 5.5 seconds, inference
 *   within 2.5.
 * - One request is tried at most twice at each service, so at most eight times at the last. Only requests that had no
 *   effect are retried; the catalog, which is read-only, is retried after any gateway error.
 *
 * The plan names Istio 1.20, which has had no fixes since 2024; this system runs a supported release. Each proxy
 * requests 150 MB of memory, as the plan allows.
 */
export function aikernel({ profile = 'production', release, ...inputs }: AikernelOptions): Fleet {
  const tracing = { jaeger: DEFAULT_JAEGER, samplingPercent: 10 };
  const fleet = new Fleet('aikernel', { prometheus: DEFAULT_PROMETHEUS, tracing, ...inputs });
  const clusters = (['east', 'west'] as const).map((name, index) =>
    fleet.addCluster(name, {
      kubernetesVersion: '1.34',
      mesh: { kind: 'istio', version: '1.31', cni: true, meshId: 'aikernel', network: name },
      nodes: 3,
      nodeAddresses: [1, 2, 3].map((node) => `192.0.2.${index * 10 + node}`),
      eastWest: { kind: 'LoadBalancer', cidrs: [`203.0.113.${index * 16}/28`] },
      podCidrs: [`10.${index * 2 + 42}.0.0/16`],
      serviceCidrs: [`10.${index * 2 + 43}.0.0/16`],
    }),
  );
  for (const cluster of clusters) {
    cluster.addMesh({ controlPlane: { ...(release !== undefined && { release }) } });
    cluster.addApplication({
      name: 'aikernel',
      profile,
      egressGateway: egress,
      federation: { gateway: eastWest, clusters: clusters.filter((other) => other !== cluster) },
      services: services(profile),
    });
  }
  return fleet;
}

/** Limits of one service; those of its callers leave time for them. */
interface Limits {
  /** Longest processing time of a request. */
  readonly perTryTimeout: Duration;
  /** The same, plus a failed connection before it. */
  readonly timeout: Duration;
  /** Consecutive failures that eject an endpoint: as many as three endpoints in turn can have within 30 seconds. */
  readonly consecutiveFailures: number;
}

const LIMITS = {
  api: { perTryTimeout: Duration.seconds(5), timeout: Duration.millis(5500), consecutiveFailures: 1 },
  kernel: { perTryTimeout: Duration.seconds(4), timeout: Duration.millis(4500), consecutiveFailures: 2 },
  catalog: { perTryTimeout: Duration.millis(500), timeout: Duration.seconds(1), consecutiveFailures: 3 },
  inference: { perTryTimeout: Duration.seconds(2), timeout: Duration.millis(2500), consecutiveFailures: 3 },
} as const satisfies { readonly [service: string]: Limits };

/** After these failures a request had no effect, so it is safe to retry, whatever it does. */
const NOT_CARRIED_OUT = ['connect-failure', 'refused-stream'] as const satisfies readonly RetryCondition[];

/** Failing endpoints are ejected, and the other region takes over if none is left. */
function resilient({ perTryTimeout, timeout, consecutiveFailures }: Limits, on: readonly RetryCondition[]) {
  return {
    metrics: { port: 'metrics' },
    timeout,
    retries: { attempts: 1, perTryTimeout, on },
    circuitBreaker: {
      consecutiveFailures,
      failure: 'gateway-error',
      interval: Duration.seconds(1),
      ejectionTime: Duration.seconds(30),
      maxEjectionPercent: 100,
    },
    connectionPool: {
      connectTimeout: Duration.millis(500),
      maxConnections: 200,
      maxPendingRequests: 100,
      maxRequests: 500,
    },
    loadBalancing: {
      localityFailover: [
        { from: REGIONS.east, to: REGIONS.west },
        { from: REGIONS.west, to: REGIONS.east },
      ],
    },
  } as const satisfies Partial<Service>;
}

/** The four services of a region. */
function services(profile: NonNullable<AikernelOptions['profile']>): readonly Service[] {
  const api = program('api');
  const kernel = program('kernel', {
    versions: [{ name: 'v1' }, { name: 'v2', image: { repository: 'aikernel/kernel', tag: '2.0.0' }, replicas: 1 }],
  });
  const catalog = program('catalog');
  const inference = program('inference', {
    versions: [
      { name: 'standard' },
      { name: 'accelerated', image: { repository: 'aikernel/inference', tag: '1.0.0-cuda' } },
    ],
  });
  return [
    {
      ...resilient(LIMITS.api, NOT_CARRIED_OUT),
      workload: api,
      callers: 'nobody',
      ingress: [
        {
          gateway: ingress,
          hosts: ['aikernel.example.com'],
          port: 'http',
          certificate: { kind: 'issuer', name: 'public' },
        },
      ],
    },
    {
      ...resilient(LIMITS.kernel, NOT_CARRIED_OUT),
      workload: kernel,
      callers: [{ from: api, port: 'http', paths: ['/v1/*'] }],
      release: { weights: { v1: 100, v2: 0 } },
      mirror: { version: 'v2', percent: 5 },
      ...(profile === 'staging' && {
        fault: {
          when: { kind: 'header', name: 'x-chaos', value: 'kernel' },
          effect: { kind: 'abort', status: 503 },
          percent: 50,
        },
      }),
    },
    {
      ...resilient(LIMITS.catalog, [...NOT_CARRIED_OUT, 'gateway-error', 'reset']),
      workload: catalog,
      callers: [{ from: kernel, port: 'http', methods: ['GET'] }],
    },
    {
      ...resilient(LIMITS.inference, NOT_CARRIED_OUT),
      workload: inference,
      callers: [{ from: kernel, port: 'http', methods: ['POST'] }],
      release: {
        weights: { standard: 100, accelerated: 0 },
        // The kernel passes the catalog's data on a model in this header.
        pins: [{ when: { kind: 'header', name: 'x-catalog-tier', value: 'accelerated' }, version: 'accelerated' }],
      },
      egress: [{ host: 'models.example.com', port: 443, protocol: 'tls' }],
    },
  ];
}

function program(name: string, more: Partial<HttpWorkloadOptions> = {}): Workload {
  return httpWorkload({
    name,
    namespace: 'aikernel',
    image: { repository: `aikernel/${name}`, tag: '1.0.0' },
    admin: { name: 'metrics', port: 9090 },
    probed: 'http',
    replicas: 3,
    proxyResources: { cpu: { request: '100m', limit: '1' }, memory: { request: '150Mi', limit: '512Mi' } },
    ...more,
  });
}
