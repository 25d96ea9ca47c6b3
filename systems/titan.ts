import { addApplication } from '../lib/write/application/add-application.js';
import { addObservability } from '../lib/write/application/add-observability.js';
import { LinkerdControlPlane } from '../lib/write/linkerd/control-plane/linkerd-control-plane.js';
import { LinkerdNamespace } from '../lib/write/linkerd/linkerd-namespace.js';
import { ClientCredentials } from '../lib/write/nats/client-credentials.js';
import { brokerSettings, NatsBroker } from '../lib/write/nats/nats-broker.js';
import { leafSettings, NatsLeaf } from '../lib/write/nats/nats-leaf.js';
import type { NatsServerSettings } from '../lib/write/nats/server-settings.js';
import { AlertRules } from '../lib/write/observability/alert-rules.js';
import { natsAlerts } from '../lib/write/observability/alerts/nats.js';
import { watchedServers } from '../lib/write/observability/alerts/watched-servers.js';
import { Dashboards } from '../lib/write/observability/dashboards/dashboards.js';
import { natsDashboard } from '../lib/write/observability/dashboards/nats.js';
import { LinkerdScrapeAccess, linkerdMonitorValues } from '../lib/write/observability/monitors/linkerd.js';
import { NatsMonitor } from '../lib/write/observability/monitors/nats.js';
import { DEFAULT_PROMETHEUS, type Prometheus } from '../lib/write/observability/prometheus.js';
import { linkerdTracingValues } from '../lib/write/observability/tracing/linkerd.js';
import { Fleet } from '../lib/write/platform/fleet.js';
import type { FleetCluster } from '../lib/write/platform/fleet-cluster.js';
import { RequiredSecret } from '../lib/write/secrets/required-secret.js';
import { TrustHierarchy } from '../lib/write/trust/trust-hierarchy.js';
import { titanMessaging } from './titan/messaging.js';
import { IPC_SECRET, NAMESPACE, NATS_NAMESPACE, type Region, type TitanOptions } from './titan/options.js';
import { primaryApplication, secondaryApplication, tracingIn } from './titan/services.js';

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
  const {
    roots,
    linkerd = '2.20',
    gatewayApi = linkerd === '2.19' ? '1.2.1' : '1.5.1',
    secrets = { kind: 'credentials' },
    gatewayClass = { kind: 'envoy-gateway' },
    prometheus = DEFAULT_PROMETHEUS,
  } = options;
  const fleet = new Fleet('titan');
  const addRegion = (name: Region, index: number) =>
    fleet.addCluster(name, {
      kubernetesVersion: '1.34',
      mesh: { kind: 'linkerd', version: linkerd, cni: true, gatewayApi: { release: gatewayApi } },
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
        values: {
          highAvailability: true,
          ...linkerdMonitorValues(prometheus),
          ...linkerdTracingValues(tracingIn(cluster), cluster),
        },
      });
    });
    cluster.add('nats-system', (chart) => {
      new LinkerdNamespace(chart, 'namespace', { cluster, name: NATS_NAMESPACE });
      new LinkerdScrapeAccess(chart, 'proxies', { namespace: NATS_NAMESPACE, prometheus });
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

  const regions = [
    [primary, primaryApplication(primary, hub, options)],
    [secondary, secondaryApplication(secondary, edge, options)],
  ] as const;
  for (const [cluster, application] of regions) {
    addApplication(cluster, application, { gatewayClass, fallbacks: { tracing: 'set-on-the-control-plane' } });
    addObservability(cluster, application, { unauthenticated: [`${hub.name}-leafnodes-networks`] });
  }
  return fleet;
}

/** What is seen of a region's messages. */
function observe(
  cluster: FleetCluster,
  server: NatsServerSettings,
  {
    hub,
    edge,
    prometheus,
  }: { readonly hub: NatsServerSettings; readonly edge: NatsServerSettings; readonly prometheus: Prometheus },
): void {
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
