import { Duration, Size } from 'cdk8s';
import { addApplication } from '../lib/application/add-application.js';
import type { Cluster } from '../lib/fleet/cluster.js';
import { Fleet, type FleetCluster } from '../lib/fleet/fleet.js';
import { LinkerdControlPlane } from '../lib/linkerd/control-plane/linkerd-control-plane.js';
import { IsolatedNamespace } from '../lib/linkerd/isolated-namespace.js';
import { CONTROL_PLANE_NAMESPACE, PROXY_ADMIN_PORT } from '../lib/linkerd/ports.js';
import { LinkerdIngress } from '../lib/linkerd/traffic/linkerd-ingress.js';
import { type NatsClient, ownInbox } from '../lib/nats/client.js';
import { ClientCredentials } from '../lib/nats/client-credentials.js';
import { natsClientService } from '../lib/nats/client-service.js';
import { brokerSettings, NatsBroker, type NatsBrokerProps } from '../lib/nats/nats-broker.js';
import { leafSettings, NatsLeaf, type NatsLeafProps } from '../lib/nats/nats-leaf.js';
import { leafLinkPermissions, readerSubjects } from '../lib/nats/permissions.js';
import type { NatsServerSettings } from '../lib/nats/server-settings.js';
import { type Consumer, type Mirror, mirrorName, type Stream } from '../lib/nats/stream.js';
import { AlertRules } from '../lib/observability/alert-rules.js';
import { certificateAlerts } from '../lib/observability/alerts/certificates.js';
import { linkerdAlerts } from '../lib/observability/alerts/linkerd.js';
import { natsAlerts } from '../lib/observability/alerts/nats.js';
import { objectiveAlerts } from '../lib/observability/alerts/objectives.js';
import { watchedServers } from '../lib/observability/alerts/watched-servers.js';
import { Dashboards } from '../lib/observability/dashboards/dashboards.js';
import { meshDashboards } from '../lib/observability/dashboards/mesh.js';
import { natsDashboard } from '../lib/observability/dashboards/nats.js';
import { trustDashboard } from '../lib/observability/dashboards/trust.js';
import { linkerdMonitorValues } from '../lib/observability/monitors/linkerd.js';
import { NatsMonitor } from '../lib/observability/monitors/nats.js';
import { ScrapeAccess } from '../lib/observability/monitors/scrape-access.js';
import { DEFAULT_PROMETHEUS, type Prometheus } from '../lib/observability/prometheus.js';
import { RequiredSecret, type SecretSource } from '../lib/secrets/required-secret.js';
import { TrustHierarchy } from '../lib/trust/trust-hierarchy.js';
import type { WorkloadContainer } from '../lib/workload/container.js';
import type { Gateway } from '../lib/workload/gateway.js';
import type { Application } from '../lib/workload/intents/application.js';
import type { Service } from '../lib/workload/intents/service.js';
import type { WorkloadPort } from '../lib/workload/port.js';
import type { Resources } from '../lib/workload/resources.js';
import type { Workload } from '../lib/workload/workload.js';

/** What can be asked of the system beyond its production case. */
export interface TitanOptions {
  /** Public root certificates of the fleet in PEM, as `npm run trust -- create titan` writes them. */
  readonly roots: readonly string[];
  /** Release line of Linkerd; the first is the one that the seed weighs. @default 2.20 */
  readonly linkerd?: '2.19' | '2.20';
  /** NATS servers of each region: 1, or an odd number from 3. @default 3 */
  readonly servers?: number;
  /** How passwords and keys come into the clusters. @default - `npm run credentials` makes them */
  readonly secrets?: SecretSource;
  /** Class of the gateway through which the console is reached; its pods are meshed, and run as the account `ingress`. @default meshed */
  readonly gatewayClassName?: string;
  /** The Prometheus of each region, meshed and no part of the fleet. @default - the ServiceAccount `prometheus` in `monitoring` */
  readonly prometheus?: Prometheus;
}

type Region = 'primary' | 'secondary';

const NAMESPACE = 'titan';
const NATS_NAMESPACE = 'nats-system';
const HOST = 'titan.example.com';
/** The Secret by whose key both ends of the socket sign. */
const IPC_SECRET = 'titan-ipc';
const EDGE: Gateway = { kind: 'gateway', name: 'ingress', namespace: 'ingress', direction: 'ingress' };

/** Where the brain asks AI Quant, which answers as one group; what nobody hears is not kept. */
const QUESTIONS = 'titan.questions.quant';
const QUANTS = 'ai-quant';
/** What AI Quant tells the brain unasked. */
const SIGNALS_SUBJECT = 'titan.signals.quant';

const READS: Omit<Consumer, 'name'> = { ackWait: Duration.seconds(10), maxAckPending: 200 };
/** A command that fails comes twice more; no more than a hundred are on their way to an execution that answers none. */
const EXECUTES: Consumer = { name: 'execution', ackWait: Duration.seconds(5), maxAckPending: 100, maxDeliver: 3 };

/**
 * Titan, moved from a platform that gave no cluster access to Kubernetes with Linkerd, in two regions.
 *
 * ```
 *   primary                                                                        secondary
 *   outside ──TLS──► ingress ──► console ──► brain ──────── state, mTLS ────────► execution
 *                                              ▲ │                              ┌───┴──── one pod ────┐
 *                               reports, signals │ commands, questions          │ hunter      ──socket│
 *                                              │ ▼                              │ sentinel    ──HMAC──│► execution
 *                   AI Quant ◄───TLS───► NATS with JetStream ◄──TLS──► execution│ scavenger   ──────  │
 *                                              ▲                                └─────────────────────┘
 *                                              └────────────── TLS :30722 ──────────── NATS leaf ◄──TLS──► execution, as in primary
 * ```
 *
 * What the seed asks a mesh for, and what does it here:
 * - Automatic mTLS, and policy: every pod is meshed, and every port is closed but to the callers that are named. The console alone is
 *   reached from outside.
 * - NATS TLS, as before: servers and clients speak it inside the mesh too. Each client has a user of its own, who may publish and hear
 *   what it needs, answers in an inbox of its own among that.
 * - Unix domain sockets leave no pod: the phase services run beside the execution engine, on a folder in memory, and sign by a key that
 *   comes from a Secret.
 * - Signal storms: a pod of the brain takes a hundred requests a second. What comes over NATS no mesh counts; there, streams refuse what
 *   is beyond their share of messages in their span of time, and tell the publisher, and the brain reads at its own pace.
 * - Circuit breaking in front of the execution engine: callers leave a pod alone that failed five requests; of commands it holds a
 *   hundred at most, and what it has not begun after half a minute is not begun any more.
 * - Regions: the execution engine of the second one stands behind a NATS leaf, with its own copy of its commands.
 *
 * The deprecated execution engine on Node.js is not moved. The console's browser talks to the console alone, which passes on what is for
 * the brain; between the two the mesh encrypts, so that HTTPS of their own falls away.
 */
export function titan(options: TitanOptions): Fleet {
  const { roots, linkerd = '2.20', secrets = { kind: 'credentials' }, prometheus = DEFAULT_PROMETHEUS } = options;
  const fleet = new Fleet('titan');
  const addRegion = (name: Region, index: number) =>
    fleet.addCluster(name, {
      kubernetesVersion: '1.34',
      mesh: { kind: 'linkerd', version: linkerd, cni: true },
      nodes: 3,
      nodeAddresses: [1, 2, 3].map((node) => `198.51.100.${index * 10 + node}`),
      podCidrs: [`10.${index * 2 + 42}.0.0/16`],
      serviceCidrs: [`10.${index * 2 + 43}.0.0/16`],
    });
  const primary = addRegion('primary', 0);
  const secondary = addRegion('secondary', 1);
  const messaging = titanMessaging(primary, secondary, options);
  const hub = brokerSettings(messaging.hub).settings;
  const edge = leafSettings(messaging.edge).settings;

  for (const [cluster, server] of [
    [primary, hub],
    [secondary, edge],
  ] as const) {
    cluster.add('trust', (chart) => {
      new TrustHierarchy(chart, 'trust', {
        cluster,
        root: { kind: 'offline', certificates: roots },
        messagingClients: [NAMESPACE],
      });
    });
    cluster.add('linkerd', (chart) => {
      new LinkerdControlPlane(chart, 'linkerd', {
        cluster,
        roots,
        values: { highAvailability: true, ...linkerdMonitorValues(prometheus) },
      });
    });
    cluster.add('nats-system', (chart) => {
      new IsolatedNamespace(chart, 'namespace', { cluster, name: NATS_NAMESPACE });
      new ScrapeAccess(chart, 'proxies', {
        namespace: NATS_NAMESPACE,
        name: 'allow-proxy-scrape',
        ports: [PROXY_ADMIN_PORT],
        prometheus,
      });
    });
    cluster.add('titan-secrets', (chart) => {
      new RequiredSecret(chart, 'ipc', {
        source: secrets,
        cluster: cluster.name,
        content: {
          namespace: NAMESPACE,
          name: IPC_SECRET,
          data: { key: [{ credential: { id: `${cluster.name}/ipc`, kind: 'password' }, form: 'password' }] },
        },
      });
      for (const client of server.clients.filter(({ namespace }) => namespace === NAMESPACE)) {
        new ClientCredentials(chart, client.workload, { server, client });
      }
    });
    observe(cluster, server, { hub, edge, prometheus });
  }
  primary.add('nats-broker', (chart) => {
    new NatsBroker(chart, 'broker', messaging.hub);
  });
  secondary.add('nats-leaf', (chart) => {
    new NatsLeaf(chart, 'leaf', messaging.edge);
  });

  const application = primaryApplication(primary, hub, options);
  addApplication(primary, application);
  addApplication(secondary, secondaryApplication(secondary, edge, options));
  primary.add('ingress', (chart) => {
    new LinkerdIngress(chart, 'ingress', { application, gatewayClassName: options.gatewayClassName ?? 'meshed' });
  });
  return fleet;
}

/** Who says what to whom over NATS. */
export function titanMessaging(
  primary: Cluster,
  secondary: Cluster,
  { servers: replicas = 3, secrets = { kind: 'credentials' }, prometheus = DEFAULT_PROMETHEUS }: TitanOptions,
): { readonly hub: NatsBrokerProps; readonly edge: NatsLeafProps } {
  const reports: Stream = {
    name: 'REPORTS',
    subjects: [reportsOf('primary'), reportsOf('secondary')],
    maxBytes: Size.gibibytes(4),
    maxAge: Duration.days(7),
    consumers: [{ name: 'brain', ...READS }],
  };
  const signals: Stream = {
    name: 'SIGNALS',
    subjects: [SIGNALS_SUBJECT],
    maxBytes: Size.mebibytes(256),
    // A hundred a second, over a minute.
    maxMessages: 6000,
    maxAge: Duration.minutes(1),
    discard: 'new',
    consumers: [{ name: 'brain', ...READS }],
  };
  const [here, there] = [commandStream('primary'), commandStream('secondary')];
  const mirror: Mirror = { of: there, consumers: [EXECUTES] };

  const brain: NatsClient = {
    user: 'brain',
    workload: 'brain',
    namespace: NAMESPACE,
    permissions: {
      publish: {
        allow: [
          commandsTo('primary'),
          commandsTo('secondary'),
          QUESTIONS,
          ...readerSubjects(reports.name, 'brain'),
          ...readerSubjects(signals.name, 'brain'),
        ],
      },
      subscribe: { allow: [ownInbox('brain')] },
    },
  };
  const quant: NatsClient = {
    user: 'ai-quant',
    workload: 'ai-quant',
    namespace: NAMESPACE,
    permissions: {
      publish: { allow: [SIGNALS_SUBJECT] },
      subscribe: { allow: [`${QUESTIONS} ${QUANTS}`, ownInbox('ai-quant')] },
      allowResponses: true,
    },
  };
  const servers = {
    namespace: NATS_NAMESPACE,
    replicas,
    secrets,
    clientTls: true,
    jetStream: { volumeSize: Size.gibibytes(10), ...(replicas === 1 && { syncInterval: 'always' as const }) },
    exporter: { scrapers: [{ serviceAccount: prometheus.serviceAccount, namespace: prometheus.namespace }] },
  };
  const hub: NatsBrokerProps = {
    ...servers,
    cluster: primary,
    clients: [brain, quant, executionClient('primary', here.name)],
    streams: [here, there, reports, signals],
    leafnodes: {
      leaves: [
        {
          cluster: secondary,
          permissions: leafLinkPermissions({
            publishes: [reportsOf('secondary')],
            // What acknowledges the reports.
            subjects: [ownInbox(executionUser('secondary'))],
            streams: [there.name],
            hubDomain: primary.name,
          }),
        },
      ],
    },
  };
  const edge: NatsLeafProps = {
    ...servers,
    cluster: secondary,
    hub,
    clients: [executionClient('secondary', mirrorName(mirror))],
    mirrors: [mirror],
  };
  return { hub, edge };
}

/** Commands to one region: a hundred a second, over half a minute, after which none is begun. */
function commandStream(region: Region): Stream {
  return {
    name: `COMMANDS_${region.toUpperCase()}`,
    subjects: [commandsTo(region)],
    maxBytes: Size.mebibytes(256),
    maxMessages: 3000,
    maxAge: Duration.seconds(30),
    discard: 'new',
    ...(region === 'primary' && { consumers: [EXECUTES] }),
  };
}

function commandsTo(region: Region): string {
  return `titan.commands.${region}`;
}

function reportsOf(region: Region): string {
  return `titan.reports.${region}`;
}

/** Answers to the users of two regions meet in one account: each has a name, and with it an inbox, of its own. */
function executionUser(region: Region): string {
  return `execution-${region}`;
}

function executionClient(region: Region, commands: string): NatsClient {
  const user = executionUser(region);
  return {
    user,
    workload: 'execution',
    namespace: NAMESPACE,
    permissions: {
      publish: { allow: [reportsOf(region), ...readerSubjects(commands, EXECUTES.name)] },
      subscribe: { allow: [ownInbox(user)] },
    },
  };
}

/** What runs in the first region. */
function primaryApplication(cluster: Cluster, server: NatsServerSettings, options: TitanOptions): Application {
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
    ],
  };
}

/** What runs in the second region: the engine and its phase services, which take commands over NATS alone. */
function secondaryApplication(cluster: Cluster, server: NatsServerSettings, options: TitanOptions): Application {
  return {
    name: 'titan',
    cluster,
    profile: 'production',
    prometheus: scraper(options),
    services: [executionService(server, 'nobody')],
  };
}

function scraper({ prometheus = DEFAULT_PROMETHEUS }: TitanOptions): NonNullable<Application['prometheus']> {
  const { namespace, serviceAccount, podLabels } = prometheus;
  return { kind: 'foreign', name: 'prometheus', namespace, serviceAccount, podLabels };
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

/** Monitors, alerts and dashboards of a region: the golden metrics of each service, the mesh, and the messages. */
function observe(
  cluster: FleetCluster,
  server: NatsServerSettings,
  {
    hub,
    edge,
    prometheus,
  }: { readonly hub: NatsServerSettings; readonly edge: NatsServerSettings; readonly prometheus: Prometheus },
): void {
  cluster.add('mesh-observability', (chart) => {
    const namespace = CONTROL_PLANE_NAMESPACE;
    const answering = server === hub ? ['console', 'brain', 'execution'] : [];
    new AlertRules(chart, 'alerts', {
      namespace,
      name: 'mesh',
      groups: [
        // Leaves are in another mesh; their certificates and keys prove who they are.
        ...linkerdAlerts(server === hub ? { unauthenticated: [`${hub.name}-leafnodes-networks`] } : {}),
        ...certificateAlerts(),
        ...objectiveAlerts(
          answering.map((name) => ({
            mesh: 'linkerd',
            workload: { namespace: NAMESPACE, kind: 'deployment', name },
            availability: 0.999,
            latency: { share: 0.99, milliseconds: 500 },
          })),
        ),
      ],
      prometheus,
    });
    new Dashboards(chart, 'dashboards', {
      namespace,
      dashboards: [...meshDashboards('linkerd'), trustDashboard('linkerd')],
    });
  });
  cluster.add('nats-observability', (chart) => {
    new NatsMonitor(chart, 'monitor', { server, prometheus });
    new AlertRules(chart, 'alerts', {
      namespace: NATS_NAMESPACE,
      name: server.name,
      groups: natsAlerts(
        watchedServers(server, server === hub ? { role: 'hub', count: edge.replicas } : { role: 'leaf' }),
      ),
      prometheus,
    });
    new Dashboards(chart, 'dashboards', { namespace: NATS_NAMESPACE, dashboards: [natsDashboard()] });
  });
}
