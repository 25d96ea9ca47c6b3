import { Duration, Size } from 'cdk8s';
import { Fleet, type SecretSource } from '../lib/index.js';

/** Options of the system. */
export interface NatsMtlsOptions {
  /** Public root certificates of the fleet in PEM, as `npm run trust -- create nats-mtls` writes them. */
  readonly roots: readonly string[];
  /** Servers of the broker: 1, or 3 for a broker that survives the loss of a node. @default 1 */
  readonly brokers?: 1 | 3;
  /** How passwords and keys get into the clusters. @default - `npm run credentials` makes them */
  readonly secrets?: SecretSource;
}

/**
 * The folders in which k3s looks for CNI plugins and their configuration, and the repair of pods that started before
 * the plugin.
 */
const K3S_CNI = {
  destCNIBinDir: '/var/lib/rancher/k3s/data/cni',
  destCNINetDir: '/var/lib/rancher/k3s/agent/etc/cni/net.d',
  repairController: { enabled: true },
};

/** A k3s cluster with Linkerd. */
const K3S = {
  kubernetesVersion: '1.33',
  mesh: { kind: 'linkerd', version: '2.20', cni: true },
  podCidrs: ['10.42.0.0/16'],
  serviceCidrs: ['10.43.0.0/16'],
} as const;

/**
 * Two k3s clusters on two virtual machines: a publisher and a NATS broker in one, a leaf and a subscriber in the other.
 *
 * ```
 *   broker (1.1.1.1)                                       leaf (2.2.2.2)
 *   nats-publisher ──mesh──► nats-broker :30722 ◄──TLS── nats-leaf ◄──mesh── nats-subscriber
 *                             stream TEST    ──────────►  mirror TEST_MIRROR
 * ```
 *
 * Ports and resources are those of the seed. Differences, because its design would not work as intended:
 * - The seed admits any leaf without credentials: here the listener requires a certificate and a key.
 * - The seed's hop between the clusters is plaintext, which no mesh encrypts: here NATS uses TLS, verified on both
 *   sides, with certificates of a messaging intermediate; the mesh issuers sign only for the mesh.
 * - "Stores message in subject" is not what core NATS does: here a stream stores messages, at most for a day and up to
 *   a gibibyte, and the leaf keeps a mirror, which the subscriber reads with a durable consumer.
 * - The publisher is for demonstration: it exits if the broker does not answer in time, is restarted, and counts from
 *   the beginning. A real publisher must resend with the same `Nats-Msg-Id` until it gets an acknowledgement; then
 *   nothing is lost.
 * - One shared user becomes one user for each workload, with the permissions that it needs.
 * - NodePort 30422 would publish the client port in plaintext: it is closed.
 */
export function natsMtls({ brokers = 1, ...inputs }: NatsMtlsOptions): Fleet {
  const fleet = new Fleet('nats-mtls', { ...inputs, prometheus: { namespace: 'monitoring' } });
  const broker = fleet.addCluster('broker', { ...K3S, nodeAddresses: ['1.1.1.1'] });
  const leaf = fleet.addCluster('leaf', { ...K3S, nodeAddresses: ['2.2.2.2'] });
  broker.addMesh({ controlPlane: { cni: K3S_CNI } });
  leaf.addMesh({ controlPlane: { cni: K3S_CNI } });

  const volumeSize = Size.gibibytes(4);
  // Only this server has a message that it acknowledged, so it forces each message to the disk first.
  const alone = { volumeSize, syncInterval: 'always' } as const;
  const test = { name: 'TEST', subjects: ['test.>'], maxBytes: Size.gibibytes(1) };
  const hub = broker.addNatsBroker({
    replicas: brokers,
    jetStream: brokers === 1 ? alone : { volumeSize },
    streams: [test],
  });
  const edge = leaf.addNatsLeaf({
    hub,
    jetStream: alone,
    mirrors: [{ of: test, consumers: [{ name: 'subscriber' }] }],
  });

  hub.addPublisher('nats-publisher', { user: 'publisher', subject: 'test.messages', every: Duration.seconds(1) });
  edge.addSubscriber('nats-subscriber', { user: 'subscriber', stream: 'TEST_MIRROR', durable: 'subscriber' });
  return fleet;
}
