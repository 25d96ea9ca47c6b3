import type { Chart } from 'cdk8s';
import { InvalidInput } from '../../../diagnostic.js';
import type { ComponentCluster } from '../../fleet/components.js';
import { LinkerdNamespace } from '../../linkerd/linkerd-namespace.js';
import type { NatsServerProps } from '../../nats/nats-server-props.js';
import { DEFAULT_NAMESPACE } from '../../nats/nats-server-props.js';
import type { NatsServerSettings } from '../../nats/server-settings.js';
import { AlertRules } from '../../observability/alert-rules.js';
import { type NatsAlertOptions, natsAlerts } from '../../observability/alerts/nats.js';
import { watchedServers } from '../../observability/alerts/watched-servers.js';
import { Dashboards } from '../../observability/dashboards/dashboards.js';
import { natsDashboard } from '../../observability/dashboards/nats.js';
import { LinkerdScrapeAccess } from '../../observability/monitors/linkerd.js';
import { NatsMonitor } from '../../observability/monitors/nats.js';
import type { Prometheus } from '../../observability/prometheus.js';
import type { FleetDefaults } from '../fleet-options.js';
import type { TrustOptions } from '../mesh-options.js';
import type { ServerOptions } from './server-options.js';

/** Servers that were added to a cluster. */
export interface WatchedServers {
  readonly options: ServerOptions;
  readonly settings: () => NatsServerSettings;
  readonly links: () => NatsAlertOptions['links'];
}

/** The component that monitors the NATS servers of a cluster. */
const OBSERVABILITY = 'nats-observability';

/** The NATS servers of one cluster, and what they need around them. */
export class Messaging {
  readonly #cluster: ComponentCluster;
  readonly #prometheus: Prometheus | undefined;
  readonly #servers: WatchedServers[] = [];

  constructor(cluster: ComponentCluster, { prometheus }: FleetDefaults) {
    this.#cluster = cluster;
    this.#prometheus = prometheus;
  }

  /** The options of the cluster's trust for these servers and their clients. */
  get trust(): TrustOptions {
    const [first] = this.#servers;
    if (first === undefined) return { messaging: false };
    const messagingNamespace = namespaceOf(first);
    const clients = this.#servers.flatMap(({ settings }) => tlsClientNamespaces(settings()));
    const others = [...new Set(clients)].filter((namespace) => namespace !== messagingNamespace).sort();
    return { messagingNamespace, ...(others.length > 0 && { messagingClients: others }) };
  }

  /** The exporter of servers that the fleet's Prometheus scrapes. */
  exporterFor({ monitors = true, exporter }: ServerOptions): Pick<NatsServerProps, 'exporter'> {
    if (exporter !== undefined) return { exporter };
    if (!monitors || this.#prometheus === undefined) return {};
    const { serviceAccount, namespace } = this.#prometheus;
    return { exporter: { scrapers: [{ serviceAccount, namespace }] } };
  }

  /** Adds the namespace of servers, and their monitoring. */
  add(servers: WatchedServers): void {
    const cluster = this.#cluster;
    const [first] = this.#servers;
    const namespace = namespaceOf(servers);
    if (first !== undefined && namespaceOf(first) !== namespace) {
      cluster.add(`namespace-${namespace}`, () => {
        throw new InvalidInput([
          {
            where: `Cluster '${cluster.name}'`,
            path: 'namespace of NATS servers',
            got: `'${namespace}' and '${namespaceOf(first)}'`,
            expected: 'one namespace for all servers of the cluster',
            fix: 'Set the same namespace: the issuer of their certificates is in it.',
          },
        ]);
      });
      return;
    }
    this.#servers.push(servers);
    const prometheus = this.#prometheus;
    if (servers.options.createNamespace !== false && !cluster.components.has(namespace)) {
      cluster.add(namespace, (chart) => {
        new LinkerdNamespace(chart, 'namespace', { cluster, name: namespace });
        if (cluster.linkerd !== undefined && prometheus !== undefined)
          new LinkerdScrapeAccess(chart, 'proxies', { namespace, prometheus });
      });
    }
    if (prometheus === undefined || !this.#servers.some(isMonitored) || cluster.components.has(OBSERVABILITY)) return;
    cluster.add(OBSERVABILITY, (chart) => {
      for (const added of this.#servers.filter(isMonitored)) watch(chart, added, prometheus);
      if (this.#servers.some(({ options }) => isMonitored({ options }) && options.dashboards !== false))
        new Dashboards(chart, 'dashboards', { namespace, dashboards: [natsDashboard()] });
    });
  }
}

function isMonitored({ options }: Pick<WatchedServers, 'options'>): boolean {
  return options.monitors !== false;
}

function watch(chart: Chart, { options, settings, links }: WatchedServers, prometheus: Prometheus): void {
  const server = settings();
  const { namespace, name } = server;
  new NatsMonitor(chart, `monitor-${name}`, { server, prometheus });
  if (options.alerts === false) return;
  const groups = natsAlerts(watchedServers(server, links()));
  new AlertRules(chart, `alerts-${name}`, { namespace, name, groups, prometheus });
}

function namespaceOf({ options }: WatchedServers): string {
  return options.namespace ?? DEFAULT_NAMESPACE;
}

/** Namespaces of clients that verify the servers' certificates. */
function tlsClientNamespaces({ clientTls, clients, namespace }: NatsServerSettings): readonly string[] {
  return clientTls ? clients.map((client) => client.namespace ?? namespace) : [];
}
