import { Size } from 'cdk8s';
import { LinkerdNamespace } from '../lib/write/linkerd/linkerd-namespace.js';
import type { NatsBrokerProps } from '../lib/write/nats/broker-props.js';
import { INBOX, type NatsClient } from '../lib/write/nats/client.js';
import type { NatsLeafProps } from '../lib/write/nats/leaf-props.js';
import { leafSettings } from '../lib/write/nats/leaf-settings.js';
import { NatsBroker } from '../lib/write/nats/nats-broker.js';
import { NatsCli } from '../lib/write/nats/nats-cli.js';
import { NatsLeaf } from '../lib/write/nats/nats-leaf.js';
import { leafLinkPermissions, mirrorReaderPermissions } from '../lib/write/nats/permissions.js';
import { type Mirror, mirrorName, type Stream } from '../lib/write/nats/stream.js';
import { Fleet } from '../lib/write/platform/fleet.js';
import type { FleetCluster } from '../lib/write/platform/fleet-cluster.js';
import { TrustHierarchy } from '../lib/write/trust/trust-hierarchy.js';

const SUBJECT = 'orders.placed';
const publisher: NatsClient = {
  user: 'publisher',
  workload: 'nats-publisher',
  permissions: { publish: { allow: [SUBJECT] }, subscribe: { allow: [INBOX] } },
};

/** One broker and a number of leaf clusters, each with a mirror of the broker's stream and a subscriber that reads it. */
export function hubAndLeaves(leafCount: number, roots: readonly string[]): Fleet {
  const fleet = new Fleet('bench');
  const broker = addCluster(fleet, 'broker', '10.0.0.1', roots);
  const leaves = Array.from({ length: leafCount }, (_, index) =>
    addCluster(fleet, `leaf-${index}`, `10.1.${Math.floor(index / 250)}.${(index % 250) + 1}`, roots),
  );
  const stream: Stream = { name: 'ORDERS', subjects: ['orders.>'], maxBytes: Size.gibibytes(1) };
  const hub: NatsBrokerProps = {
    cluster: broker,
    replicas: 3,
    clients: [publisher],
    secrets: { kind: 'credentials' },
    jetStream: { volumeSize: Size.gibibytes(4) },
    streams: [stream],
    leafnodes: {
      leaves: leaves.map((cluster) => ({
        cluster,
        permissions: leafLinkPermissions({ subjects: [SUBJECT], streams: [stream.name], hubDomain: broker.name }),
      })),
    },
  };
  broker.add('nats-broker', (chart) => {
    new NatsBroker(chart, 'broker', hub);
  });
  for (const cluster of leaves) addLeaf(cluster, hub, { of: stream });
  return fleet;
}

function addCluster(fleet: Fleet, name: string, address: string, roots: readonly string[]): FleetCluster {
  const cluster = fleet.addCluster(name, {
    kubernetesVersion: '1.33',
    mesh: { kind: 'linkerd', version: '2.20', cni: true, controlPlane: 'others' },
    nodeAddresses: [address],
    podCidrs: ['10.42.0.0/16'],
    serviceCidrs: ['10.43.0.0/16'],
  });
  cluster.add('trust', (chart) => {
    new TrustHierarchy(chart, 'trust', { cluster, root: { kind: 'offline', certificates: roots } });
  });
  cluster.add('nats-system', (chart) => {
    new LinkerdNamespace(chart, 'namespace', { cluster, name: 'nats-system' });
  });
  return cluster;
}

function addLeaf(cluster: FleetCluster, hub: NatsBrokerProps, mirror: Mirror): void {
  const subscriber: NatsClient = {
    user: 'subscriber',
    workload: 'nats-subscriber',
    permissions: mirrorReaderPermissions(mirrorName(mirror), 'subscriber'),
  };
  const leaf: NatsLeafProps = {
    cluster,
    hub,
    clients: [subscriber],
    mirrors: [mirror],
    secrets: { kind: 'credentials' },
    jetStream: { volumeSize: Size.gibibytes(4) },
  };
  cluster.add('nats-leaf', (chart) => {
    new NatsLeaf(chart, 'leaf', leaf);
  });
  cluster.add('nats-subscriber', (chart) => {
    new NatsCli(chart, 'subscriber', {
      server: leafSettings(leaf).settings,
      client: subscriber,
      args: ['subscribe', `--stream=${mirrorName(mirror)}`, '--durable=subscriber', '--ack'],
    });
  });
}
