import type { Chart } from 'cdk8s';
import { type Diagnostic, InvalidInput, throwIfAny } from '../../../diagnostic.js';
import { checkProps, options } from '../../../input/shape.js';
import type { ComponentCluster } from '../../fleet/components.js';
import { ClientCredentials } from '../../nats/client-credentials.js';
import { natsClientService } from '../../nats/client-service.js';
import type { NatsServerProps } from '../../nats/nats-server-props.js';
import type { NatsServerSettings } from '../../nats/server-settings.js';
import type { NatsAlertOptions } from '../../observability/alerts/nats.js';
import type { Service } from '../../workload/intents/service.js';
import type { FleetDefaults } from '../fleet-options.js';
import { CliClients } from './cli-clients.js';
import type { Messaging } from './messaging.js';
import { type ServerOptions, type ServerSurroundings, SURROUNDINGS } from './server-options.js';

/** Where servers are added, and how they are made. */
export interface AddedServersInputs {
  readonly cluster: ComponentCluster;
  readonly defaults: FleetDefaults;
  readonly messaging: Messaging;
  /** Construct and name, as in an error message: `NatsBroker 'hub/nats-broker'`. */
  readonly where: string;
  readonly options: ServerOptions & { readonly name: string };
  /** Problems of options that are not those of the servers. */
  readonly problems: readonly Diagnostic[];
  readonly build: (chart: Chart) => void;
  readonly settings: () => NatsServerSettings;
  readonly storedSubjects: () => readonly string[];
  readonly links: () => NatsAlertOptions['links'];
}

/** Servers that were added to a cluster: one component, their clients and their monitoring. */
export class AddedServers {
  readonly clis: CliClients;
  readonly #inputs: AddedServersInputs;

  constructor(inputs: AddedServersInputs) {
    this.#inputs = inputs;
    const { cluster, defaults, messaging, where, options: stated, settings, storedSubjects, links } = inputs;
    this.clis = new CliClients({ cluster, settings, storedSubjects });
    const problems = [...defaults.problems, ...inputs.problems, ...checkSurroundings(where, stated)];
    cluster.add(stated.name, (chart) => {
      throwIfAny(problems);
      inputs.build(chart);
      const server = settings();
      // Workloads that run the `nats` command bring their own Secret.
      for (const client of stated.clients ?? []) new ClientCredentials(chart, client.workload, { server, client });
    });
    if (problems.length === 0) messaging.add({ options: stated, settings, links });
  }

  /** The props that the constructs of broker and leaf have in common. */
  get props(): NatsServerProps {
    const { cluster, defaults, messaging, options: all } = this.#inputs;
    const { createNamespace, monitors, alerts, dashboards, secrets, ...stated } = all;
    return {
      ...stated,
      secrets: secrets ?? defaults.secrets ?? { kind: 'credentials' },
      ...messaging.exporterFor(all),
      cluster,
      clients: [...(stated.clients ?? []), ...this.clis.clients],
    };
  }

  /** A service that connects as the client of the same name, with the connection settings in its environment. */
  connect(service: Service): Service {
    try {
      const server = this.#inputs.settings();
      const client = server.clients.find(({ workload }) => workload === service.workload.name);
      if (client !== undefined) return natsClientService(service, server, client);
    } catch (error) {
      if (error instanceof InvalidInput) return service;
      throw error;
    }
    return service;
  }
}

function checkSurroundings(where: string, stated: object): Diagnostic[] {
  const known = Object.entries(stated).filter(([key]) => key in SURROUNDINGS);
  return checkProps(where, Object.fromEntries(known), options<ServerSurroundings>(SURROUNDINGS));
}
