import { Duration, Size } from 'cdk8s';
import type {
  Cluster,
  FleetBroker,
  FleetLeaf,
  SecretKey,
  Service,
  Workload,
  WorkloadContainer,
  WorkloadPort,
} from '../../lib/index.js';

/** Namespace of the services. */
export const NAMESPACE = 'titan';

/** The key that both ends of the socket sign with. */
export const IPC_KEY: SecretKey = { secret: 'titan-ipc', key: 'key' };

const gateway = { kind: 'gateway', name: 'ingress', namespace: 'ingress', direction: 'ingress' } as const;
const certificate = { kind: 'issuer', name: 'public' } as const;
const API: WorkloadPort = { name: 'api', port: 8080, appProtocol: 'http' };
/** Separate from rate-limited requests, so that a flood of them restarts no pod. */
const HEALTH: WorkloadPort = { name: 'health', port: 8081, appProtocol: 'http' };
const s = Duration.seconds;
const TMP = { kind: 'scratch', sizeLimit: Size.mebibytes(64) } as const;

/** The services of the first region. */
export function primaryServices(cluster: Cluster, nats: FleetBroker): readonly Service[] {
  const front = program('console', '200m', [API, HEALTH], {
    env: { BRAIN_URL: `http://${cluster.serviceName('brain', NAMESPACE)}:8080` },
  });
  const brain = program('brain', '1', [API, HEALTH]);
  return [
    {
      workload: front,
      callers: 'nobody',
      ingress: [{ gateway, hosts: ['titan.example.com'], port: API.name, certificate }],
      timeout: s(15),
      rateLimit: { requestsPerSecond: 200 },
    },
    nats.connect({
      workload: brain,
      callers: [{ from: front, port: API.name, paths: ['/api/*'] }],
      timeout: s(10),
      rateLimit: { requestsPerSecond: 100 },
    }),
    nats.connect({ workload: program('ai-quant', '2', [HEALTH]), callers: 'nobody' }),
    // Reading state again has no side effect, so a retry is safe.
    nats.connect({
      workload: executionPod([API, HEALTH]),
      callers: [{ from: brain, port: API.name, methods: ['GET'], paths: ['/state/*'] }],
      timeout: s(2),
      retries: { attempts: 2, perTryTimeout: Duration.millis(500), on: ['gateway-error'] },
      circuitBreaker: { consecutiveFailures: 5, ejectionTime: s(10), maxEjectionPercent: 100 },
      rateLimit: { requestsPerSecond: 200 },
    }),
  ];
}

/** The services of the second region: the engine and its phase services, which receive commands only over NATS. */
export function secondaryServices(nats: FleetLeaf): readonly Service[] {
  return [nats.connect({ workload: executionPod([HEALTH]), callers: 'nobody' })];
}

/** Folder of the engine's socket. */
const SOCKET_FOLDER = '/run/titan';
const SOCKET_USERS = {
  env: { IPC_SOCKET: `${SOCKET_FOLDER}/execution.sock` },
  secretEnv: { IPC_HMAC_KEY: IPC_KEY },
} as const;

/** The engine and the phase services, which share a socket and therefore a pod. */
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

function program(
  name: string,
  limit: string,
  ports: readonly WorkloadPort[],
  more: Pick<WorkloadContainer, 'env'> = {},
): Workload {
  return {
    kind: 'Deployment',
    name,
    namespace: NAMESPACE,
    replicas: 2,
    ports,
    containers: [{ ...container(name, HEALTH.name, limit), mounts: { tmp: '/tmp' }, ...more }],
    volumes: { tmp: TMP },
  };
}

function container(name: string, probed: string, cpu: string, image = name): WorkloadContainer {
  return {
    name,
    image: { repository: `titan/${image}`, tag: '1.0.0' },
    resources: { cpu: { request: '100m', limit: cpu }, memory: { request: '128Mi', limit: '512Mi' } },
    probes: {
      readiness: { check: { kind: 'http', path: '/ready', port: probed }, period: s(5) },
      liveness: { check: { kind: 'http', path: '/health', port: probed } },
    },
  };
}
