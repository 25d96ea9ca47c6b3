import { Duration, Size } from 'cdk8s';
import { DEFAULT_PROMETHEUS, Fleet, type FleetOptions, type LeafLink } from '../../lib/index.js';

/** What differs from the system nats-mtls; with none of it, both are the same. */
export interface NatsFleetOptions extends FleetOptions {
  /** Servers of the broker. @default 1 */
  readonly brokers?: number;
  /** Whether streams keep the messages, or nothing does. @default jetstream */
  readonly delivery?: 'jetstream' | 'core';
  /** How the leaf proves who it is, besides its certificate. @default nkey */
  readonly leafAuthentication?: LeafLink['authentication'];
  /** Interval of the pings that notice a dead link. @default 5 seconds */
  readonly pingInterval?: Duration;
}

const SUBJECT = 'test.messages';
const K3S = {
  kubernetesVersion: '1.33',
  mesh: { kind: 'linkerd', version: '2.20', cni: true },
  podCidrs: ['10.42.0.0/16'],
  serviceCidrs: ['10.43.0.0/16'],
} as const;
const CNI = {
  destCNIBinDir: '/var/lib/rancher/k3s/data/cni',
  destCNINetDir: '/var/lib/rancher/k3s/agent/etc/cni/net.d',
  repairController: { enabled: true },
};

/** The system nats-mtls in variants that tests compare: without streams, with passwords, with more servers. */
export function natsFleet(options: NatsFleetOptions): Fleet {
  const { brokers = 1, delivery = 'jetstream', leafAuthentication, pingInterval, ...shared } = options;
  const stored = delivery === 'jetstream';
  const fleet = new Fleet('nats-mtls', { prometheus: DEFAULT_PROMETHEUS, ...shared });
  const broker = fleet.addCluster('broker', { ...K3S, nodeAddresses: ['1.1.1.1'] });
  const leaf = fleet.addCluster('leaf', { ...K3S, nodeAddresses: ['2.2.2.2'] });
  for (const cluster of [broker, leaf]) cluster.addMesh({ controlPlane: { cni: CNI } });
  const test = { name: 'TEST', subjects: ['test.>'], maxBytes: Size.gibibytes(1) };
  const volumeSize = Size.gibibytes(4);
  const alone = { volumeSize, syncInterval: 'always' } as const;
  const pings = pingInterval === undefined ? {} : { pingInterval };
  const hub = broker.addNatsBroker({
    ...pings,
    replicas: brokers,
    ...(stored && { jetStream: brokers === 1 ? alone : { volumeSize }, streams: [test] }),
  });
  const edge = leaf.addNatsLeaf({
    ...pings,
    hub,
    link: {
      subjects: stored ? [] : [SUBJECT],
      ...(leafAuthentication !== undefined && { authentication: leafAuthentication }),
    },
    ...(stored && { jetStream: alone, mirrors: [{ of: test, consumers: [{ name: 'subscriber' }] }] }),
  });
  hub.addPublisher('nats-publisher', { user: 'publisher', subject: SUBJECT, every: Duration.seconds(1) });
  edge.addSubscriber(
    'nats-subscriber',
    stored
      ? { user: 'subscriber', stream: 'TEST_MIRROR', durable: 'subscriber' }
      : { user: 'subscriber', subject: SUBJECT },
  );
  return fleet;
}
