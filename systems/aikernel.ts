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

/** What the owner of the system decides. */
export interface AikernelOptions extends FleetOptions {
  /** A staging profile injects faults into marked requests. @default production */
  readonly profile?: 'production' | 'staging';
  /** Release of the control plane in every cluster; a change upgrades without downtime. @default - the newest that was compared */
  readonly release?: string;
}

/** Clusters, and the regions that take over for each other. */
const REGIONS = { east: 'eu-central-1', west: 'eu-west-1' } as const;

const ingress: Gateway = { kind: 'gateway', name: 'ingress', namespace: 'ingress', direction: 'ingress' };
const eastWest: Gateway = { kind: 'gateway', name: 'east-west', namespace: 'east-west', direction: 'east-west' };
const egress: Gateway = { kind: 'gateway', name: 'egress', namespace: 'egress', direction: 'egress' };

/**
 * The AIKernel platform on Istio, in two regions that take over for each other.
 *
 * ```
 *   outside ──TLS──► ingress ──► api ──► kernel v1 ──► catalog
 *                                          │  └┄copies┄► kernel v2
 *                                          └──► inference: standard, or accelerated where the catalog says so
 *                                                   └──► egress ──TLS──► models.example.com
 * ```
 *
 * The five phases of the plan, in their order:
 * 1. Core installation: `IstioControlPlane`, and namespaces that follow a revision tag.
 * 2. Security: strict mTLS, certificates of 24 hours, rotated while they are in use, below a CA of the fleet's own.
 * 3. Traffic: health by ejection, circuit breakers, timeouts that fit into each other, retries, routing by catalog metadata.
 * 4. Observability: 15 second scrapes, traces to Jaeger, dashboards and alerts.
 * 5. Advanced: faults on purpose in staging, mirroring to the next kernel, two clusters, and one way out.
 *
 * Of figures the plan states one, a failover within 30 seconds; the others follow from it:
 * - Each of the three endpoints that a region has is out only by failures of its own, so that one caller may meet all of them one
 *   after the other, each for the time of a connection and a try. All of that stays below 30 seconds: the longer a try may last, the
 *   fewer failures put an endpoint out, down to one of the api.
 * - A try of the kernel leaves room for the catalog and then inference, with all their tries; one of the api leaves room for the
 *   kernel. What gave way is long requests: the api answers within 5.5 seconds, inference within 2.5.
 * - One request is tried at most twice at each service, and so eight times at the last. Again is sent what was not carried out; the
 *   catalog, which is only read, is asked again after any failure of a gateway.
 *
 * The plan names Istio 1.20, without fixes since 2024: here runs a release that has them. Memory of 150 MB for each sidecar, which it
 * accepts, is what its proxies ask for.
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

/** Limits of one service; those of its callers leave room for them. */
interface Limits {
  /** Longest that a request is worked on. */
  readonly perTryTimeout: Duration;
  /** The same, and a connection that could not be made before. */
  readonly timeout: Duration;
  /** Failures in a row after which an endpoint is out: as many as three endpoints may have one after another within 30 seconds. */
  readonly consecutiveFailures: number;
}

const LIMITS = {
  api: { perTryTimeout: Duration.seconds(5), timeout: Duration.millis(5500), consecutiveFailures: 1 },
  kernel: { perTryTimeout: Duration.seconds(4), timeout: Duration.millis(4500), consecutiveFailures: 2 },
  catalog: { perTryTimeout: Duration.millis(500), timeout: Duration.seconds(1), consecutiveFailures: 3 },
  inference: { perTryTimeout: Duration.seconds(2), timeout: Duration.millis(2500), consecutiveFailures: 3 },
} as const satisfies { readonly [service: string]: Limits };

/** After these failures a request was not carried out, so that it may be sent again, whatever it does. */
const NOT_CARRIED_OUT = ['connect-failure', 'refused-stream'] as const satisfies readonly RetryCondition[];

/** Endpoints that fail are out, and the other region takes over where none is left. */
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
        // What the catalog says of a model, the kernel says in this header.
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
