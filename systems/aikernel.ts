import { Duration } from 'cdk8s';
import { Fleet, type FleetOptions, type HttpWorkloadOptions, httpWorkload, type Service } from '../lib/index.js';

/** Options of the system. */
export interface AikernelOptions extends FleetOptions {
  /** A staging profile injects faults into marked requests. @default production */
  readonly profile?: 'production' | 'staging';
  /** Release of the control plane in every cluster; a change upgrades without downtime. @default - the newest tested one */
  readonly release?: string;
}

const ingress = { kind: 'gateway', name: 'ingress', namespace: 'ingress', direction: 'ingress' } as const;
const eastWest = { kind: 'gateway', name: 'east-west', namespace: 'east-west', direction: 'east-west' } as const;
const egress = { kind: 'gateway', name: 'egress', namespace: 'egress', direction: 'egress' } as const;
const certificate = { kind: 'issuer', name: 'public' } as const;
const ms = Duration.millis;
const s = Duration.seconds;

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
  const fleet = new Fleet('aikernel', {
    prometheus: { namespace: 'monitoring' },
    tracing: { samplingPercent: 10 },
    ...inputs,
  });
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

/** The four services of a region. The limits of each leave room for those of the services that it calls. */
function services(profile: AikernelOptions['profile']): readonly Service[] {
  const api = program('api');
  const kernel = program('kernel', [
    { name: 'v1' },
    { name: 'v2', image: { repository: 'aikernel/kernel', tag: '2.0.0' }, replicas: 1 },
  ]);
  const catalog = program('catalog');
  const inference = program('inference', [
    { name: 'standard' },
    { name: 'accelerated', image: { repository: 'aikernel/inference', tag: '1.0.0-cuda' } },
  ]);
  return [
    {
      ...resilient({ perTryTimeout: s(5), timeout: ms(5500), consecutiveFailures: 1 }),
      workload: api,
      callers: 'nobody',
      ingress: [{ gateway: ingress, hosts: ['aikernel.example.com'], port: 'http', certificate }],
    },
    {
      ...resilient({ perTryTimeout: s(4), timeout: ms(4500), consecutiveFailures: 2 }),
      workload: kernel,
      callers: [{ from: api, port: 'http', paths: ['/v1/*'] }],
      release: { weights: { v1: 100, v2: 0 } },
      mirror: { version: 'v2', percent: 5 },
      ...(profile === 'staging' && { fault: CHAOS }),
    },
    {
      ...resilient({ perTryTimeout: ms(500), timeout: s(1), consecutiveFailures: 3 }, ['gateway-error', 'reset']),
      workload: catalog,
      callers: [{ from: kernel, port: 'http', methods: ['GET'] }],
    },
    {
      ...resilient({ perTryTimeout: s(2), timeout: ms(2500), consecutiveFailures: 3 }),
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

/** In staging, half of the requests that ask for it fail. */
const CHAOS = {
  when: { kind: 'header', name: 'x-chaos', value: 'kernel' },
  effect: { kind: 'abort', status: 503 },
  percent: 50,
} as const;

/** Limits of one service. */
interface Limits {
  /** Longest processing time of a request. */
  readonly perTryTimeout: Duration;
  /** The same, plus a failed connection before it. */
  readonly timeout: Duration;
  /** Consecutive failures that eject an endpoint: as many as three endpoints in turn can have within 30 seconds. */
  readonly consecutiveFailures: number;
}

/**
 * Failing endpoints are ejected, and the other region takes over if none is left. A request that was not carried out is
 * sent again; one that may have been, only after the failures that `harmless` names.
 */
function resilient(
  { perTryTimeout, timeout, consecutiveFailures }: Limits,
  harmless: readonly ('gateway-error' | 'reset')[] = [],
) {
  return {
    metrics: { port: 'metrics' },
    timeout,
    retries: { attempts: 1, perTryTimeout, on: ['connect-failure', 'refused-stream', ...harmless] },
    circuitBreaker: {
      consecutiveFailures,
      failure: 'gateway-error',
      interval: s(1),
      ejectionTime: s(30),
      maxEjectionPercent: 100,
    },
    connectionPool: { connectTimeout: ms(500), maxConnections: 200, maxPendingRequests: 100, maxRequests: 500 },
    loadBalancing: {
      localityFailover: [
        { from: 'eu-central-1', to: 'eu-west-1' },
        { from: 'eu-west-1', to: 'eu-central-1' },
      ],
    },
  } as const satisfies Partial<Service>;
}

function program(name: string, versions?: HttpWorkloadOptions['versions']) {
  return httpWorkload({
    name,
    namespace: 'aikernel',
    image: { repository: `aikernel/${name}`, tag: '1.0.0' },
    ...(versions !== undefined && { versions }),
    admin: { name: 'metrics', port: 9090 },
    probed: 'http',
    replicas: 3,
    proxyResources: { cpu: { request: '100m', limit: '1' }, memory: { request: '150Mi', limit: '512Mi' } },
  });
}
