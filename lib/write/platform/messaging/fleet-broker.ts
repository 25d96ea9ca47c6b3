import { isMapping } from '../../../formats/mapping.js';
import { toDiagnostic } from '../../../input/fault.js';
import { checkProps, optional, options } from '../../../input/shape.js';
import { anyObject, nodePort } from '../../../input/values.js';
import type { ComponentCluster } from '../../fleet/components.js';
import type { NatsBrokerProps } from '../../nats/broker-props.js';
import { brokerSettings } from '../../nats/broker-settings.js';
import type { PublisherOptions, SubscriberOptions } from '../../nats/cli-client.js';
import type { LeafPeer } from '../../nats/leaf-peer.js';
import { NatsBroker } from '../../nats/nats-broker.js';
import type { NatsServerSettings } from '../../nats/server-settings.js';
import { exemptFromIdentity } from '../../observability/mesh-observability.js';
import type { Service } from '../../workload/intents/service.js';
import type { FleetDefaults } from '../fleet-options.js';
import { AddedServers } from './added-servers.js';
import type { Messaging } from './messaging.js';
import type { ServerSurroundings } from './server-options.js';

/** A broker of a fleet. Its leaves are those that name it as their hub. @see https://docs.nats.io/running-a-nats-service/configuration/leafnodes */
export interface FleetBrokerOptions
  extends Omit<NatsBrokerProps, 'cluster' | 'secrets' | 'leafnodes'>,
    ServerSurroundings {
  /** Where leaves dial the broker; there is a listener only if a leaf names the broker as its hub. @default - port 30722 on every node @see https://docs.nats.io/running-a-nats-service/configuration/leafnodes */
  readonly leafnodes?: LeafnodePort;
}

/** Where leaves dial a broker. */
export interface LeafnodePort {
  /** Port on every node, 30000 to 32767. @default 30722 @see https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport */
  readonly nodePort?: number;
}

const LEAFNODE_PORT = options<LeafnodePort>({ nodePort: optional(nodePort) });

/** A leaf that dials a broker. */
export interface AttachedLeaf {
  readonly peer: () => LeafPeer;
  readonly replicas: () => number;
}

/** A broker of a fleet, its clients and its leaves. */
export class FleetBroker {
  readonly #cluster: ComponentCluster;
  readonly #options: FleetBrokerOptions;
  readonly #servers: AddedServers;
  readonly #leaves: AttachedLeaf[] = [];

  constructor(cluster: ComponentCluster, defaults: FleetDefaults, messaging: Messaging, given: FleetBrokerOptions) {
    const options: FleetBrokerOptions = isMapping(given) ? given : {};
    const { leafnodes, ...stated } = options;
    const { name = 'nats-broker', streams = [] } = options;
    const where = `NatsBroker '${cluster.name}/${name}'`;
    this.#cluster = cluster;
    this.#options = options;
    this.#servers = new AddedServers({
      cluster,
      defaults,
      messaging,
      where,
      options: { ...stated, name },
      problems: [
        ...checkProps(where, given, anyObject()),
        ...(leafnodes === undefined
          ? []
          : LEAFNODE_PORT.faults('leafnodes', leafnodes).map((fault) => toDiagnostic(where, fault))),
      ],
      build: (chart) => {
        new NatsBroker(chart, 'broker', this.props);
      },
      settings: () => this.settings,
      storedSubjects: () => streams.flatMap(({ subjects }) => subjects),
      links: () => this.#links,
    });
    // Clients outside the cluster and leaves are not in this mesh: a password, or a certificate and a key,
    // authenticates them.
    if (options.clientNodePort !== undefined) exemptFromIdentity(cluster, [`${name}-client-networks`]);
  }

  /** The props of the broker's construct, with all clients and leaves that were added. */
  get props(): NatsBrokerProps {
    const { streams, clientNodePort, leafnodes } = this.#options;
    const leaves = this.#leaves.map(({ peer }) => peer());
    return {
      ...this.#servers.props,
      ...(streams !== undefined && { streams }),
      ...(clientNodePort !== undefined && { clientNodePort }),
      ...(leaves.length > 0 && { leafnodes: { ...leafnodes, leaves } }),
    };
  }

  /** The settings of the servers, with every default filled in. */
  get settings(): NatsServerSettings {
    return brokerSettings(this.props).settings;
  }

  /** JetStream domain of the broker. */
  get domain(): string {
    return this.#options.jetStream?.domain ?? this.#cluster.name;
  }

  /**
   * Adds a workload that publishes to a subject, with its user, its permissions and its network access to the servers.
   */
  addPublisher(workload: string, options: PublisherOptions): void {
    this.#servers.clis.addPublisher(workload, options);
  }

  /** Adds a workload that subscribes to a subject, or reads a stream. */
  addSubscriber(workload: string, options: SubscriberOptions): void {
    this.#servers.clis.addSubscriber(workload, options);
  }

  /** A service that connects as the client of the same name, with the connection settings in its environment. */
  connect(service: Service): Service {
    return this.#servers.connect(service);
  }

  /** Admits a leaf; `addNatsLeaf` of the leaf's cluster calls it. */
  attach(leaf: AttachedLeaf): void {
    if (this.#leaves.length === 0) {
      exemptFromIdentity(this.#cluster, [`${this.#options.name ?? 'nats-broker'}-leafnodes-networks`]);
    }
    this.#leaves.push(leaf);
  }

  get #links() {
    if (this.#leaves.length === 0) return undefined;
    return { role: 'hub', count: this.#leaves.reduce((sum, { replicas }) => sum + replicas(), 0) } as const;
  }
}
