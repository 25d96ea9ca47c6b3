import { type Duration, Size } from 'cdk8s';
import { LinkerdNamespace } from '../lib/write/linkerd/linkerd-namespace.js';
import { INBOX, type NatsClient } from '../lib/write/nats/client.js';
import { brokerSettings, NatsBroker, type NatsBrokerProps } from '../lib/write/nats/nats-broker.js';
import { NatsCli } from '../lib/write/nats/nats-cli.js';
import { leafSettings, NatsLeaf, type NatsLeafProps } from '../lib/write/nats/nats-leaf.js';
import { leafLinkPermissions, mirrorReaderPermissions } from '../lib/write/nats/permissions.js';
import { type Mirror, mirrorName, type Stream } from '../lib/write/nats/stream.js';
import { AlertRules } from '../lib/write/observability/alert-rules.js';
import { natsAlerts } from '../lib/write/observability/alerts/nats.js';
import { watchedServers } from '../lib/write/observability/alerts/watched-servers.js';
import { Dashboards } from '../lib/write/observability/dashboards/dashboards.js';
import { natsDashboard } from '../lib/write/observability/dashboards/nats.js';
import { LinkerdScrapeAccess } from '../lib/write/observability/monitors/linkerd.js';
import { NatsMonitor } from '../lib/write/observability/monitors/nats.js';
import { DEFAULT_PROMETHEUS, type Prometheus } from '../lib/write/observability/prometheus.js';
import { Fleet } from '../lib/write/platform/fleet.js';
import type { SecretSource } from '../lib/write/secrets/required-secret.js';

/** What can be asked of the system beyond its smallest case. */
export interface NatsMtlsOptions {
  /** Public root certificates of the fleet in PEM, as `npm run trust -- create nats-mtls` writes them. */
  readonly roots: readonly string[];
  /** Servers of the broker: 1, or 3 or more for a broker that outlives a node. @default 1 */
  readonly brokers?: number;
  /**
   * How messages travel. `jetstream` keeps them on the hub until the leaf has its own copy; `core` forgets what nobody hears, as
   * the demonstration in the seed does.
   * @default jetstream
   */
  readonly delivery?: 'jetstream' | 'core';
  /** How the leaf proves who it is, besides its certificate. @default nkey */
  readonly leafAuthentication?: 'nkey' | 'password';
  /** How passwords and keys come into the clusters. @default - `npm run credentials` makes them */
  readonly secrets?: SecretSource;
  /** Addresses of the two virtual machines. @default 1.1.1.1 and 2.2.2.2, as in the seed */
  readonly addresses?: { readonly broker: readonly string[]; readonly leaf: readonly string[] };
  /** Interval of the pings that notice a dead link, 1 s to 60 s. @default 5 seconds */
  readonly pingInterval?: Duration;
  /**
   * The Prometheus of each cluster, as its operator runs it; it is not part of the fleet, and must be meshed.
   * @default - the ServiceAccount `prometheus` in the namespace `monitoring`
   */
  readonly prometheus?: Prometheus;
}

/** Where k3s looks for CNI plugins, and for their configuration; and what mends the pods that were too early for them. */
const K3S_CNI = {
  destCNIBinDir: '/var/lib/rancher/k3s/data/cni',
  destCNINetDir: '/var/lib/rancher/k3s/agent/etc/cni/net.d',
  // A pod that starts before the plugin is on its node, as on the first day, never gets a network that leads through its proxy.
  repairController: { enabled: true },
};

const NAMESPACE = 'nats-system';
const SUBJECT = 'test.messages';
const DURABLE = 'subscriber';
/** A message a second for a century. */
const FOR_GOOD = 3_153_600_000;

/**
 * Two k3s clusters on two virtual machines: a publisher and a NATS broker in one, a leaf and a subscriber in the other.
 *
 * ```
 *   broker (1.1.1.1)                                       leaf (2.2.2.2)
 *   nats-publisher ──mesh──► nats-broker :30722 ◄──TLS── nats-leaf ◄──mesh── nats-subscriber
 *                             stream TEST    ──────────►  mirror TEST_MIRROR
 * ```
 *
 * Ports and resources are those of the seed. Where its design would not hold, this one differs:
 * - The seed lets any leaf in that shows no credentials: here the listener asks for a certificate and a key.
 * - The seed's hop between the clusters is plaintext, which no mesh encrypts for it: here NATS speaks TLS, verified on both
 *   sides, with certificates of a messaging intermediate; the mesh issuers sign for the mesh alone.
 * - "Stores message in subject" is not what core NATS does: here a stream stores it, for a day and a gibibyte at most, and the leaf
 *   keeps a mirror, of which the subscriber remembers what it has read.
 * - The publisher is the demonstration's: it ends when the broker does not answer in time, is started again, and counts anew.
 *   A publisher of your own sends again, with the same `Nats-Msg-Id`, until it is answered: then nothing is lost.
 * - One user for everybody becomes one user for each workload, with the permissions that it needs.
 * - NodePort 30422 would publish the client port in plaintext: it is closed.
 */
export function natsMtls(options: NatsMtlsOptions): Fleet {
  const {
    brokers = 1,
    delivery = 'jetstream',
    leafAuthentication = 'nkey',
    secrets = { kind: 'credentials' },
    prometheus = DEFAULT_PROMETHEUS,
  } = options;
  const stored = delivery === 'jetstream';
  const fleet = new Fleet('nats-mtls', { roots: options.roots, prometheus });
  const k3s = {
    kubernetesVersion: '1.33',
    mesh: { kind: 'linkerd', version: '2.20', cni: true },
    podCidrs: ['10.42.0.0/16'],
    serviceCidrs: ['10.43.0.0/16'],
  } as const;
  const broker = fleet.addCluster('broker', { ...k3s, nodeAddresses: options.addresses?.broker ?? ['1.1.1.1'] });
  const leaf = fleet.addCluster('leaf', { ...k3s, nodeAddresses: options.addresses?.leaf ?? ['2.2.2.2'] });

  const stream: Stream = { name: 'TEST', subjects: ['test.>'], maxBytes: Size.gibibytes(1) };
  const mirror: Mirror = { of: stream, consumers: [{ name: DURABLE }] };
  const publisher: NatsClient = {
    user: 'publisher',
    workload: 'nats-publisher',
    permissions: { publish: { allow: [SUBJECT] }, subscribe: stored ? { allow: [INBOX] } : { deny: ['>'] } },
  };
  const subscriber: NatsClient = {
    user: 'subscriber',
    workload: 'nats-subscriber',
    permissions: stored
      ? mirrorReaderPermissions(mirrorName(mirror), DURABLE)
      : { publish: { deny: ['>'] }, subscribe: { allow: [SUBJECT] } },
  };
  const servers = {
    secrets,
    exporter: { scrapers: [{ serviceAccount: prometheus.serviceAccount, namespace: prometheus.namespace }] },
    ...(options.pingInterval && { pingInterval: options.pingInterval }),
  };
  const volumeSize = Size.gibibytes(4);
  // Nobody else has what a single server acknowledged: it forces each message to the disk first.
  const alone = { volumeSize, syncInterval: 'always' } as const;
  const hub: NatsBrokerProps = {
    ...servers,
    cluster: broker,
    replicas: brokers,
    clients: [publisher],
    leafnodes: {
      leaves: [
        {
          cluster: leaf,
          authentication: leafAuthentication,
          permissions: leafLinkPermissions({
            subjects: stored ? [] : [SUBJECT],
            streams: stored ? [stream.name] : [],
            hubDomain: broker.name,
          }),
        },
      ],
    },
    ...(stored && { jetStream: brokers === 1 ? alone : { volumeSize }, streams: [stream] }),
  };
  const edge: NatsLeafProps = {
    ...servers,
    cluster: leaf,
    hub,
    clients: [subscriber],
    ...(stored && { jetStream: alone, mirrors: [mirror] }),
  };

  const hubServer = brokerSettings(hub).settings;
  const edgeServer = leafSettings(edge).settings;

  for (const cluster of [broker, leaf]) {
    cluster.addMesh({
      controlPlane: { cni: K3S_CNI },
      // Leaves are in another mesh; their certificates and keys prove who they are.
      alerts: cluster === broker ? { unauthenticated: [`${hubServer.name}-leafnodes-networks`] } : {},
    });
    cluster.add('nats-system', (chart) => {
      new LinkerdNamespace(chart, 'namespace', { cluster, name: NAMESPACE });
      new LinkerdScrapeAccess(chart, 'proxies', { namespace: NAMESPACE, prometheus });
    });
  }
  broker.add('nats-broker', (chart) => {
    new NatsBroker(chart, 'broker', hub);
  });
  broker.add('nats-publisher', (chart) => {
    new NatsCli(chart, 'publisher', {
      server: brokerSettings(hub).settings,
      client: publisher,
      args: [
        'publish',
        ...(stored ? ['--jetstream'] : []),
        `--count=${FOR_GOOD}`,
        '--sleep=1s',
        SUBJECT,
        'Message #{{Count}} - Published at {{TimeStamp}}',
      ],
    });
  });
  leaf.add('nats-leaf', (chart) => {
    new NatsLeaf(chart, 'leaf', edge);
  });
  leaf.add('nats-subscriber', (chart) => {
    new NatsCli(chart, 'subscriber', {
      server: leafSettings(edge).settings,
      client: subscriber,
      args: stored
        ? ['subscribe', `--stream=${mirrorName(mirror)}`, `--durable=${DURABLE}`, '--ack']
        : ['subscribe', SUBJECT],
    });
  });
  for (const [server, links] of [
    [hubServer, { role: 'hub', count: edgeServer.replicas }],
    [edgeServer, { role: 'leaf' }],
  ] as const) {
    const cluster = server === hubServer ? broker : leaf;
    cluster.add('nats-observability', (chart) => {
      new NatsMonitor(chart, 'monitor', { server, prometheus });
      new AlertRules(chart, 'alerts', {
        namespace: NAMESPACE,
        name: server.name,
        groups: natsAlerts(watchedServers(server, links)),
        prometheus,
      });
      new Dashboards(chart, 'dashboards', { namespace: NAMESPACE, dashboards: [natsDashboard()] });
    });
  }
  return fleet;
}
