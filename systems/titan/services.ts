import { Duration, Size } from 'cdk8s';
import type { Cluster } from '../../lib/write/fleet/cluster.js';
import { natsClientService } from '../../lib/write/nats/client-service.js';
import type { NatsServerSettings } from '../../lib/write/nats/server-settings.js';
import { DEFAULT_PROMETHEUS } from '../../lib/write/observability/prometheus.js';
import { traceCollector } from '../../lib/write/observability/tracing/trace-collector.js';
import type { WorkloadContainer } from '../../lib/write/workload/container.js';
import type { Gateway } from '../../lib/write/workload/gateway.js';
import type { Application } from '../../lib/write/workload/intents/application.js';
import type { Service } from '../../lib/write/workload/intents/service.js';
import type { Tracing } from '../../lib/write/workload/intents/telemetry.js';
import type { WorkloadPort } from '../../lib/write/workload/port.js';
import type { Resources } from '../../lib/write/workload/resources.js';
import type { Workload } from '../../lib/write/workload/workload.js';
import { jaeger } from '../neighbours.js';
import { IPC_SECRET, NAMESPACE, type TitanOptions } from './options.js';

const HOST = 'titan.example.com';
/** What takes the spans of a region's proxies to Jaeger. */
const collectorIn = (cluster: Cluster): Service => traceCollector(cluster, { jaeger });

/** Where a region's spans go. */
export const tracingIn = (cluster: Cluster): Tracing => ({
  collector: collectorIn(cluster).workload,
  samplingPercent: 10,
});

const EDGE: Gateway = { kind: 'gateway', name: 'ingress', namespace: 'ingress', direction: 'ingress' };

/** What runs in the first region. */
export function primaryApplication(cluster: Cluster, server: NatsServerSettings, options: TitanOptions): Application {
  const front = program('console', { limit: '200m' });
  const brain: Service = asClient(
    {
      workload: program('brain', { limit: '1' }),
      callers: [{ from: front, port: 'api', paths: ['/api/*'] }],
      timeout: Duration.seconds(10),
      rateLimit: { requestsPerSecond: 100 },
    },
    server,
  );
  return {
    name: 'titan',
    cluster,
    profile: 'production',
    prometheus: scraper(options),
    tracing: tracingIn(cluster),
    services: [
      {
        workload: {
          ...front,
          containers: front.containers.map((container) => ({
            ...container,
            env: { BRAIN_URL: `http://${cluster.serviceName('brain', NAMESPACE)}:${API.port}` },
          })),
        },
        callers: 'nobody',
        ingress: [
          {
            gateway: EDGE,
            hosts: [HOST],
            port: API.name,
            certificate: { kind: 'issuer', name: 'public' },
          },
        ],
        timeout: Duration.seconds(15),
        rateLimit: { requestsPerSecond: 200 },
      },
      brain,
      asClient({ workload: program('ai-quant', { limit: '2', ports: [HEALTH] }), callers: 'nobody' }, server),
      executionService(server, [{ from: brain.workload, port: 'api', methods: ['GET'], paths: ['/state/*'] }]),
      collectorIn(cluster),
    ],
  };
}

/** What runs in the second region: the engine and its phase services, which take commands over NATS alone. */
export function secondaryApplication(cluster: Cluster, server: NatsServerSettings, options: TitanOptions): Application {
  return {
    name: 'titan',
    cluster,
    profile: 'production',
    prometheus: scraper(options),
    tracing: tracingIn(cluster),
    services: [executionService(server, 'nobody'), collectorIn(cluster)],
  };
}

function scraper({ prometheus = DEFAULT_PROMETHEUS }: TitanOptions): NonNullable<Application['prometheus']> {
  const { namespace, serviceAccount, podLabels } = prometheus;
  return { kind: 'external', name: 'prometheus', namespace, serviceAccount, podLabels };
}

function asClient(service: Service, server: NatsServerSettings): Service {
  const client = server.clients.find(({ workload }) => workload === service.workload.name);
  return client === undefined ? service : natsClientService(service, server, client);
}

/** The engine, and the circuit breaker in front of it. Who asks for state twice gets it twice, so that asking again does no harm. */
function executionService(server: NatsServerSettings, callers: Service['callers']): Service {
  const workload = executionPod(callers === 'nobody' ? [HEALTH] : [API, HEALTH]);
  if (callers === 'nobody') return asClient({ workload, callers }, server);
  return asClient(
    {
      workload,
      callers,
      timeout: Duration.seconds(2),
      retries: { attempts: 2, perTryTimeout: Duration.millis(500), on: ['gateway-error'] },
      circuitBreaker: { consecutiveFailures: 5, ejectionTime: Duration.seconds(10), maxEjectionPercent: 100 },
      rateLimit: { requestsPerSecond: 200 },
    },
    server,
  );
}

const API: WorkloadPort = { name: 'api', port: 8080, appProtocol: 'http' };
/** Apart from requests that are counted, so that a flood of them ends no pod. */
const HEALTH: WorkloadPort = { name: 'health', port: 8081, appProtocol: 'http' };

/** Where the phase services find the engine's socket. */
const SOCKET_FOLDER = '/run/titan';
const SOCKET_USERS = {
  env: { IPC_SOCKET: `${SOCKET_FOLDER}/execution.sock` },
  secretEnv: { IPC_HMAC_KEY: { secret: IPC_SECRET, key: 'key' } },
} as const;

/** The engine and the phase services, which share a socket and so a pod. */
function executionPod(ports: readonly WorkloadPort[]): Workload {
  const phases = ['hunter', 'sentinel', 'scavenger'].map((name, index) => ({ name, port: 8082 + index }));
  return {
    kind: 'Deployment',
    name: 'execution',
    namespace: NAMESPACE,
    replicas: 2,
    ports: [
      ...ports,
      ...phases.map(({ name, port }) => ({ name, port, appProtocol: 'http' as const, container: name })),
    ],
    containers: [
      { ...container('execution', HEALTH.name, '2', 'execution-rs'), ...SOCKET_USERS, mounts: { ipc: SOCKET_FOLDER } },
      ...phases.map(({ name }) => ({
        ...container(name, name, '500m'),
        ...SOCKET_USERS,
        mounts: { ipc: SOCKET_FOLDER, [`${name}-tmp`]: '/tmp' },
      })),
    ],
    volumes: {
      ipc: { kind: 'scratch', sizeLimit: Size.mebibytes(16), inMemory: true },
      ...Object.fromEntries(phases.map(({ name }) => [`${name}-tmp`, TMP])),
    },
  };
}

const TMP = { kind: 'scratch', sizeLimit: Size.mebibytes(64) } as const;

function program(
  name: string,
  { limit, ports = [API, HEALTH] }: { readonly limit: string; readonly ports?: readonly WorkloadPort[] },
): Workload {
  return {
    kind: 'Deployment',
    name,
    namespace: NAMESPACE,
    replicas: 2,
    ports,
    containers: [{ ...container(name, HEALTH.name, limit), mounts: { tmp: '/tmp' } }],
    volumes: { tmp: TMP },
  };
}

function container(name: string, probed: string, cpu: string, image = name): WorkloadContainer {
  const resources: Resources = { cpu: { request: '100m', limit: cpu }, memory: { request: '128Mi', limit: '512Mi' } };
  return {
    name,
    image: { repository: `titan/${image}`, tag: '1.0.0' },
    resources,
    probes: {
      readiness: { check: { kind: 'http', path: '/ready', port: probed }, period: Duration.seconds(5) },
      liveness: { check: { kind: 'http', path: '/health', port: probed } },
    },
  };
}
