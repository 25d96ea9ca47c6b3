import { Duration, Size } from 'cdk8s';
import { Fleet, type SecretSource } from '../lib/index.js';

/** What the owner of the system decides. */
export interface NatsMtlsOptions {
  /** Public root certificates of the fleet in PEM, as `npm run trust -- create nats-mtls` writes them. */
  readonly roots: readonly string[];
  /** Servers of the broker: 1, or 3 for a broker that survives the loss of a node. @default 1 */
  readonly brokers?: 1 | 3;
  /** How passwords and keys get into the clusters. @default - `npm run credentials` makes them */
  readonly secrets?: SecretSource;
}

/** Where k3s looks for CNI plugins and their configuration, and what repairs pods that started before the plugin was there. */
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
export function natsMtls({ brokers = 1, ...inputs }: NatsMtlsOptions): Fleet {
  const fleet = new Fleet('nats-mtls', { ...inputs, prometheus: { namespace: 'monitoring' } });
  const broker = fleet.addCluster('broker', { ...K3S, nodeAddresses: ['1.1.1.1'] });
  const leaf = fleet.addCluster('leaf', { ...K3S, nodeAddresses: ['2.2.2.2'] });
  broker.addMesh({ controlPlane: { cni: K3S_CNI } });
  leaf.addMesh({ controlPlane: { cni: K3S_CNI } });

  const volumeSize = Size.gibibytes(4);
  // Nobody else has what a single server acknowledged: it forces each message to the disk first.
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
