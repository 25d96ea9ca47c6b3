import { type Diagnostic, throwIfAny } from '../../../diagnostic.js';
import { isMapping } from '../../../formats/mapping.js';
import { checkProps, list, oneOf, optional, options } from '../../../input/shape.js';
import { anyText, instance } from '../../../input/values.js';
import type { ComponentCluster } from '../../fleet/components.js';
import { checkLeafAlone } from '../../nats/check-leaf.js';
import type { PublisherOptions, SubscriberOptions } from '../../nats/cli-client.js';
import { PERMISSIONS } from '../../nats/client.js';
import type { LeafPeer } from '../../nats/leaf-peer.js';
import type { NatsLeafProps } from '../../nats/leaf-props.js';
import { leafSettings } from '../../nats/leaf-settings.js';
import { NatsLeaf } from '../../nats/nats-leaf.js';
import { leafLinkPermissions } from '../../nats/permissions.js';
import type { NatsServerSettings } from '../../nats/server-settings.js';
import type { Service } from '../../workload/intents/service.js';
import type { FleetDefaults } from '../fleet-options.js';
import { AddedServers } from './added-servers.js';
import { FleetBroker } from './fleet-broker.js';
import type { Messaging } from './messaging.js';
import type { ServerSurroundings } from './server-options.js';

/** A leaf of a fleet. @see https://docs.nats.io/running-a-nats-service/configuration/leafnodes */
export interface FleetLeafOptions extends Omit<NatsLeafProps, 'cluster' | 'secrets' | 'hub'>, ServerSurroundings {
  /** The broker that this leaf extends: what `addNatsBroker` returned. */
  readonly hub: FleetBroker;
  /** Subjects that cross the link to the hub, and how the leaf logs in. @default - what its mirrors need, and a key @see https://docs.nats.io/running-a-nats-service/configuration/leafnodes */
  readonly link?: LeafLink;
}

/** The link of a leaf to its hub. @see https://docs.nats.io/running-a-nats-service/configuration/leafnodes */
export interface LeafLink extends Omit<LeafPeer, 'cluster' | 'permissions'> {
  /** Subjects of the hub that clients of the leaf may subscribe to, as they are published. @default - none @see https://docs.nats.io/nats-concepts/subjects */
  readonly subjects?: readonly string[];
  /** Subjects that clients of the leaf may publish to the hub. @default - none @see https://docs.nats.io/nats-concepts/subjects */
  readonly publishes?: readonly string[];
  /**
   * Permissions of the link, instead of those derived from `subjects`, `publishes` and mirrors.
   * @default - derived from these
   * @see https://docs.nats.io/running-a-nats-service/configuration/securing_nats/authorization
   */
  readonly permissions?: LeafPeer['permissions'];
}

const OWN = options<Pick<FleetLeafOptions, 'hub' | 'link'>>({
  hub: instance(FleetBroker, 'what addNatsBroker returned'),
  link: optional(
    options<LeafLink>({
      account: optional(anyText),
      authentication: optional(oneOf('nkey', 'password')),
      subjects: optional(list(anyText)),
      publishes: optional(list(anyText)),
      permissions: optional(PERMISSIONS),
    }),
  ),
});

/** A leaf of a fleet, and its clients. */
export class FleetLeaf {
  readonly #cluster: ComponentCluster;
  readonly #options: FleetLeafOptions;
  readonly #servers: AddedServers;
  readonly #problems: readonly Diagnostic[];

  constructor(cluster: ComponentCluster, defaults: FleetDefaults, messaging: Messaging, options: FleetLeafOptions) {
    const { hub, link, ...stated } = isMapping(options) ? options : ({} as FleetLeafOptions);
    const { name = 'nats-leaf', replicas = 1 } = stated;
    const where = `NatsLeaf '${cluster.name}/${name}'`;
    const misattached = checkProps(where, { hub, link }, OWN);
    const problems = misattached.length > 0 ? [...misattached, ...checkUnattached(cluster, { ...stated, name })] : [];
    this.#problems = problems;
    this.#cluster = cluster;
    this.#options = options;
    this.#servers = new AddedServers({
      cluster,
      defaults,
      messaging,
      where,
      options: { ...stated, name },
      problems,
      build: (chart) => {
        new NatsLeaf(chart, 'leaf', this.props);
      },
      settings: () => this.settings,
      storedSubjects: () => (problems.length > 0 ? [] : hub.settings.storedSubjects),
      links: () => ({ role: 'leaf' }),
    });
    if (problems.length > 0) return;
    hub.attach({ peer: () => this.#peer, replicas: () => replicas });
  }

  /** The props of the leaf's construct, with all clients that were added. */
  get props(): NatsLeafProps {
    throwIfAny(this.#problems);
    const { hub, account, reconnect, mirrors } = this.#options;
    return {
      ...this.#servers.props,
      hub: hub.props,
      ...(account !== undefined && { account }),
      ...(reconnect !== undefined && { reconnect }),
      ...(mirrors !== undefined && { mirrors }),
    };
  }

  /** The settings of the servers, with every default filled in. */
  get settings(): NatsServerSettings {
    return leafSettings(this.props).settings;
  }

  /**
   * Adds a workload that publishes to a subject, with its user, its permissions and its network access to the servers.
   */
  addPublisher(workload: string, options: PublisherOptions): void {
    this.#servers.clis.addPublisher(workload, options);
  }

  /** Adds a workload that subscribes to a subject, or reads a mirror. */
  addSubscriber(workload: string, options: SubscriberOptions): void {
    this.#servers.clis.addSubscriber(workload, options);
  }

  /** A service that connects as the client of the same name, with the connection settings in its environment. */
  connect(service: Service): Service {
    return this.#servers.connect(service);
  }

  get #peer(): LeafPeer {
    const { hub, link = {}, mirrors = [], version } = this.#options;
    const { subjects = [], publishes = [], permissions, ...login } = link;
    const streams = mirrors.map(({ of }) => of.name);
    const carried = leafLinkPermissions({
      subjects,
      publishes,
      streams,
      hubDomain: hub.domain,
      ...(version !== undefined && { version }),
    });
    return { ...login, cluster: this.#cluster, permissions: permissions ?? carried };
  }
}

/** What is wrong with a leaf besides its link. How it is observed is checked with all servers. */
function checkUnattached(cluster: ComponentCluster, stated: Omit<FleetLeafOptions, 'hub' | 'link'>): Diagnostic[] {
  const { createNamespace, monitors, alerts, dashboards, secrets, ...props } = stated;
  return checkLeafAlone({ ...props, cluster, secrets: { kind: 'credentials' } });
}
