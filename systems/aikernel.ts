import { Duration, Size } from 'cdk8s';
import { addApplication } from '../lib/write/application/add-application.js';
import { addObservability } from '../lib/write/application/add-observability.js';
import type { Cluster } from '../lib/write/fleet/cluster.js';
import { IstioControlPlane } from '../lib/write/istio/control-plane/istio-control-plane.js';
import { IstioMeshPolicy } from '../lib/write/istio/policy/istio-mesh-policy.js';
import { tracingProvider } from '../lib/write/istio/policy/tracing.js';
import { traceCollector } from '../lib/write/observability/tracing/trace-collector.js';
import { Fleet } from '../lib/write/platform/fleet.js';
import { TrustHierarchy } from '../lib/write/trust/trust-hierarchy.js';
import type { Gateway } from '../lib/write/workload/gateway.js';
import type { Application } from '../lib/write/workload/intents/application.js';
import type { RetryCondition } from '../lib/write/workload/intents/resilience.js';
import type { Service } from '../lib/write/workload/intents/service.js';
import type { Tracing } from '../lib/write/workload/intents/telemetry.js';
import type { Workload } from '../lib/write/workload/workload.js';
import { jaeger, prometheus } from './neighbours.js';

/** What can be asked of the system beyond its production case. */
export interface AikernelOptions {
  /** Public root certificates of the fleet in PEM, as `npm run trust -- create aikernel` writes them. */
  readonly roots: readonly string[];
  /** A staging profile injects faults into marked requests. @default production */
  readonly profile?: 'production' | 'staging';
  /** Release of the control plane in every cluster; a change upgrades without downtime. @default - the newest that was compared */
  readonly release?: string;
}

const NAMESPACE = 'aikernel';

/** Clusters, and the regions that take over for each other. */
const REGIONS = { east: 'eu-central-1', west: 'eu-west-1' } as const;

/** What takes the spans of proxies to Jaeger. */
const collectorIn = (cluster: Cluster): Service => traceCollector(cluster, { jaeger });
const tracingIn = (cluster: Cluster): Tracing => ({ collector: collectorIn(cluster).workload, samplingPercent: 10 });

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
export function aikernel(options: AikernelOptions): Fleet {
  const { roots, release } = options;
  const fleet = new Fleet('aikernel');
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
    cluster.add('trust', (chart) => {
      new TrustHierarchy(chart, 'trust', { cluster, root: { kind: 'offline', certificates: roots }, messaging: false });
    });
    cluster.add('istio', (chart) => {
      new IstioControlPlane(chart, 'istio', {
        cluster,
        roots,
        ...(release !== undefined && { release }),
        meshConfig: { extensionProviders: [tracingProvider(tracingIn(cluster), cluster)] },
        scrapers: [prometheus.namespace],
      });
      new IstioMeshPolicy(chart, 'policy', { cluster, tracing: tracingIn(cluster) });
    });
    const others = clusters.filter((other) => other !== cluster);
    const application = aikernelApplication(cluster, others, options);
    addApplication(cluster, application);
    addObservability(cluster, application);
  }
  return fleet;
}

/** Figures of one service; those of its callers leave room for them. */
interface Figures {
  /** Longest that a request is worked on. */
  readonly perTryTimeout: Duration;
  /** The same, and a connection that could not be made before. */
  readonly timeout: Duration;
  /** Failures in a row after which an endpoint is out: as many as three endpoints may have one after another within 30 seconds. */
  readonly consecutiveFailures: number;
}

const FIGURES = {
  api: { perTryTimeout: Duration.seconds(5), timeout: Duration.millis(5500), consecutiveFailures: 1 },
  kernel: { perTryTimeout: Duration.seconds(4), timeout: Duration.millis(4500), consecutiveFailures: 2 },
  catalog: { perTryTimeout: Duration.millis(500), timeout: Duration.seconds(1), consecutiveFailures: 3 },
  inference: { perTryTimeout: Duration.seconds(2), timeout: Duration.millis(2500), consecutiveFailures: 3 },
} as const satisfies { readonly [service: string]: Figures };

/** After these failures a request was not carried out, so that it may be sent again, whatever it does. */
const NOT_CARRIED_OUT = ['connect-failure', 'refused-stream'] as const satisfies readonly RetryCondition[];

/** Endpoints that fail are out, and the other region takes over where none is left. */
function resilient({ perTryTimeout, timeout, consecutiveFailures }: Figures, on: readonly RetryCondition[]) {
  return {
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

/** What the platform wants of the network. No mesh is named. */
export function aikernelApplication(
  cluster: Cluster,
  others: readonly Cluster[],
  { profile = 'production' }: Pick<AikernelOptions, 'profile'>,
): Application {
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
  return {
    name: 'aikernel',
    cluster,
    profile,
    prometheus,
    tracing: tracingIn(cluster),
    egressGateway: egress,
    federation: { gateway: eastWest, clusters: others },
    services: [
      {
        ...resilient(FIGURES.api, NOT_CARRIED_OUT),
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
        metrics: { port: 'metrics' },
      },
      {
        ...resilient(FIGURES.kernel, NOT_CARRIED_OUT),
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
        metrics: { port: 'metrics' },
      },
      {
        ...resilient(FIGURES.catalog, [...NOT_CARRIED_OUT, 'gateway-error', 'reset']),
        workload: catalog,
        callers: [{ from: kernel, port: 'http', methods: ['GET'] }],
        metrics: { port: 'metrics' },
      },
      {
        ...resilient(FIGURES.inference, NOT_CARRIED_OUT),
        workload: inference,
        callers: [{ from: kernel, port: 'http', methods: ['POST'] }],
        release: {
          weights: { standard: 100, accelerated: 0 },
          // What the catalog says of a model, the kernel says in this header.
          pins: [{ when: { kind: 'header', name: 'x-catalog-tier', value: 'accelerated' }, version: 'accelerated' }],
        },
        egress: [{ host: 'models.example.com', port: 443, protocol: 'tls' }],
        metrics: { port: 'metrics' },
      },
      collectorIn(cluster),
    ],
  };
}

function program(name: string, more: Partial<Workload> = {}): Workload {
  return {
    kind: 'Deployment',
    name,
    namespace: NAMESPACE,
    replicas: 3,
    ports: [
      { name: 'http', port: 8080, appProtocol: 'http' },
      { name: 'metrics', port: 9090, appProtocol: 'http' },
    ],
    containers: [
      {
        name,
        image: { repository: `aikernel/${name}`, tag: '1.0.0' },
        resources: { cpu: { request: '250m', limit: '1' }, memory: { request: '256Mi', limit: '512Mi' } },
        probes: {
          // A pod that does not answer gets no traffic after ten seconds.
          readiness: {
            check: { kind: 'http', path: '/ready', port: 'http' },
            period: Duration.seconds(5),
            failureThreshold: 2,
          },
          liveness: { check: { kind: 'http', path: '/health', port: 'http' } },
        },
        mounts: { tmp: '/tmp' },
      },
    ],
    volumes: { tmp: { kind: 'scratch', sizeLimit: Size.mebibytes(64) } },
    proxyResources: { cpu: { request: '100m', limit: '1' }, memory: { request: '150Mi', limit: '512Mi' } },
    ...more,
  };
}
