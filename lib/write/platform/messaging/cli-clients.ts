import { InvalidInput } from '../../../diagnostic.js';
import { type Check, checkProps } from '../../../input/shape.js';
import { label } from '../../../input/values.js';
import type { ComponentCluster } from '../../fleet/components.js';
import {
  type CliClient,
  PUBLISHER,
  type PublisherOptions,
  publisher,
  SUBSCRIBER,
  type SubscriberOptions,
  subscriber,
} from '../../nats/cli-client.js';
import type { NatsClient } from '../../nats/client.js';
import { NatsCli } from '../../nats/nats-cli.js';
import type { NatsServerSettings } from '../../nats/server-settings.js';

/** What clients need to know of the servers that they connect to. */
export interface ConnectedServers {
  readonly cluster: ComponentCluster;
  /** Subjects of the streams that clients can reach. */
  readonly storedSubjects: () => readonly string[];
  readonly settings: () => NatsServerSettings;
}

/** The publishers and subscribers of one cluster's servers. */
export class CliClients {
  readonly #servers: ConnectedServers;
  readonly #clients: (() => CliClient)[] = [];

  constructor(servers: ConnectedServers) {
    this.#servers = servers;
  }

  /** The clients, as users of the servers. */
  get clients(): readonly NatsClient[] {
    return this.#clients.map((make) => make().client);
  }

  addPublisher(workload: string, options: PublisherOptions): void {
    this.#add('addPublisher', workload, options, PUBLISHER, () =>
      publisher(workload, options, this.#servers.storedSubjects()),
    );
  }

  addSubscriber(workload: string, options: SubscriberOptions): void {
    this.#add('addSubscriber', workload, options, SUBSCRIBER, () => subscriber(workload, options));
  }

  #add(by: string, workload: string, options: object, shape: Check, make: () => CliClient): void {
    const { cluster, settings } = this.#servers;
    const where = `Cluster '${cluster.name}': ${by}`;
    const problems = [
      ...label.faults('workload', workload).map((fault) => ({ ...fault, where })),
      ...checkProps(`${where} '${workload}'`, options, shape),
    ];
    if (problems.length > 0) {
      cluster.add(label.faults('', workload).length === 0 ? workload : 'nats-client', () => {
        throw new InvalidInput(problems);
      });
      return;
    }
    this.#clients.push(make);
    cluster.add(workload, (chart) => {
      const { client, args, resources } = make();
      new NatsCli(chart, workload, { server: settings(), client, args, ...(resources && { resources }) });
    });
  }
}
