import { Duration, Size } from 'cdk8s';
import type { ObservabilityOptions } from '../../lib/write/application/add-observability.js';
import type { ApplicationOptions } from '../../lib/write/application/application-mesh.js';
import { Cluster } from '../../lib/write/fleet/cluster.js';
import type { EastWest } from '../../lib/write/fleet/east-west.js';
import type { Mesh } from '../../lib/write/fleet/mesh.js';
import { traceCollector } from '../../lib/write/observability/tracing/trace-collector.js';
import type { FleetCluster } from '../../lib/write/platform/fleet-cluster.js';
import type { Application } from '../../lib/write/workload/intents/application.js';
import type { Service } from '../../lib/write/workload/intents/service.js';
import { applicationOf, gateway, network, orders, prometheus, web, webService, workloadOf } from './application.js';

/** Where the other clusters of a federation reach a gateway. */
export const EAST_WEST: EastWest = { kind: 'LoadBalancer', cidrs: ['203.0.113.0/28'] };

/** One cluster of each mesh. */
export const MESHES = [
  { kind: 'istio', version: '1.31', cni: true, meshId: 'shop', network: 'east' },
  { kind: 'linkerd', version: '2.20', cni: true, gatewayApi: { release: '1.2.1', channel: 'experimental' } },
] as const satisfies readonly Mesh[];

/** An application that states nearly all that one can, and what is said of it for its mesh and of how it is watched. */
export function everything(cluster: FleetCluster): {
  readonly application: Application;
  readonly options: ApplicationOptions;
  readonly watched: ObservabilityOptions;
} {
  const jaeger = { ...prometheus, name: 'jaeger', serviceAccount: 'jaeger' };
  const collector = traceCollector(cluster, { jaeger });
  const store = workloadOf('store', {
    kind: 'StatefulSet',
    volumes: {
      data: { kind: 'claim', size: Size.gibibytes(1) },
      tmp: { kind: 'scratch', sizeLimit: Size.mebibytes(8) },
    },
    containers: web.containers.map((container) => ({ ...container, mounts: { data: '/data', tmp: '/tmp' } })),
    userId: 1000,
    terminationGracePeriod: Duration.seconds(20),
    publishNotReadyAddresses: true,
  });
  const ordersService: Service = {
    workload: orders,
    callers: [{ from: web, port: 'http', methods: ['GET'], paths: ['/orders/*'] }],
    calls: [{ to: jaeger, port: 9000 }],
    timeout: Duration.seconds(10),
    retries: { attempts: 2, perTryTimeout: Duration.seconds(4), on: ['gateway-error', 'refused-stream'] },
    circuitBreaker: { consecutiveFailures: 5, ejectionTime: Duration.seconds(30), maxEjectionPercent: 50 },
    connectionPool: { connectTimeout: Duration.seconds(1), maxConnections: 100 },
    loadBalancing: { algorithm: 'least-request', warmup: Duration.seconds(10) },
    rateLimit: { requestsPerSecond: 100, burst: 200 },
    release: {
      weights: { v1: 100, v2: 0 },
      pins: [{ when: { kind: 'header', name: 'x-version', value: '2' }, version: 'v2' }],
    },
    fault: {
      when: { kind: 'header', name: 'x-fault', value: 'abort' },
      effect: { kind: 'abort', status: 503 },
      percent: 1,
    },
    egress: [{ host: 'api.example.com', port: 443, protocol: 'tls' }],
    metrics: { port: 'http', path: '/figures' },
  };
  const storeService: Service = { workload: store, callers: [{ from: orders, port: 'raw' }] };
  const other = new Cluster('west', {
    ...network,
    nodeAddresses: ['198.51.100.1'],
    mesh: MESHES[0],
    eastWest: EAST_WEST,
  });
  return {
    application: applicationOf(
      {},
      {
        cluster,
        profile: 'staging',
        services: [webService, ordersService, storeService, collector],
        egressGateway: { ...gateway, name: 'exit', namespace: 'exit', direction: 'egress' },
        federation: {
          gateway: { ...gateway, name: 'clusters', namespace: 'clusters', direction: 'east-west' },
          clusters: [other],
        },
        prometheus,
        tracing: { collector: collector.workload, samplingPercent: 10 },
      },
    ),
    options: {
      gatewayClass: {
        kind: 'external',
        name: 'any',
        ports: { http: 8080, https: 8443 },
        controllers: [{ to: prometheus, port: 9977 }],
        sendsTo: 'services',
        podSecurity: 'restricted',
        serviceAccount: 'gateway',
        gatewayApi: { oldest: '1.2.0', newest: '1.5.1' },
      },
      fallbacks: {
        burst: 'one-second',
        circuitBreaker: 'each-endpoint-alone',
        connectionPool: 'dropped',
        egressGateway: 'dropped',
        egressScope: 'namespace',
        fault: 'dropped',
        federation: 'dropped',
        limitedProbes: 'accepted',
        retries: 'statuses-and-refused-streams',
        tracing: 'set-on-the-control-plane',
        warmup: 'dropped',
      },
    },
    watched: { objectives: { orders: { availability: 0.99 }, web: 'none' }, unauthenticated: ['shop/web'] },
  };
}
