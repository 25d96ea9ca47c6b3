import type { Duration } from 'cdk8s';
import { throwIfAny } from '../../../diagnostic.js';
import { checkProps, optional, options, variants } from '../../../input/shape.js';
import { flag, integer, label, objectName, timeSpan } from '../../../input/values.js';
import type { Alert, AlertGroup } from '../alert.js';
import { lines, literally, type Matchers, series } from '../promql.js';

/** A set of NATS servers, and its expected state. @see https://github.com/nats-io/prometheus-nats-exporter */
export interface NatsAlertOptions {
  /** Namespace of the servers. */
  readonly namespace: string;
  /** Name of the servers' StatefulSet. */
  readonly name: string;
  /** Number of servers. */
  readonly replicas: number;
  /** Links between clusters: how many leaf servers dial this hub, or that each server dials a hub. @default - none */
  readonly links?: NatsAlertLinks;
  /** Whether the servers have JetStream. @default false */
  readonly jetStream?: boolean;
  /** Messages by which a mirror may lag behind its origin, and a consumer behind its stream, before the alert fires. @default 1000 */
  readonly backlog?: number;
  /** Age at which the servers' certificate is renewed, and the servers must have reloaded it. @default - no alert */
  readonly renewedAfter?: Duration;
}

/** Links between clusters, from the side of one of them. @see https://docs.nats.io/running-a-nats-service/configuration/leafnodes */
export type NatsAlertLinks = NatsHubLinks | NatsLeafLinks;

/** Links that leaf servers dial. @see https://docs.nats.io/running-a-nats-service/configuration/leafnodes */
export interface NatsHubLinks {
  /** Links of a hub. */
  readonly role: 'hub';
  /** Number of leaf servers that dial this hub. */
  readonly count: number;
}

/** Links that each server dials to its hub. @see https://docs.nats.io/running-a-nats-service/configuration/leafnodes */
export interface NatsLeafLinks {
  /** Links of a leaf. */
  readonly role: 'leaf';
}

const OPTIONS = options<NatsAlertOptions>({
  namespace: label,
  name: objectName,
  replicas: integer(1, 99),
  links: optional(variants<'role', NatsAlertLinks>('role', { hub: { count: integer(0, 100_000) }, leaf: {} })),
  jetStream: optional(flag),
  backlog: optional(integer(1, 1_000_000_000)),
  renewedAfter: optional(timeSpan),
});

/**
 * Alerts on a set of NATS servers, from the metrics of their exporters. An exporter that answers does not mean that its
 * server runs: it keeps showing the last `varz`, so only the health metric shows whether a server runs.
 */
export function natsAlerts(stated: NatsAlertOptions): AlertGroup[] {
  throwIfAny(checkProps('natsAlerts', stated, OPTIONS));
  const { namespace, name } = stated;
  const servers: Matchers = { namespace, pod: { matches: `${literally(name)}-[0-9]+` } };
  const who = `${namespace}/${name}`;
  const groups: AlertGroup[] = [
    { name: `nats-servers-${namespace}-${name}`, alerts: serverAlerts(stated, servers, who) },
    { name: `nats-links-${namespace}-${name}`, alerts: linkAlerts(stated, servers, who) },
    {
      name: `nats-jetstream-${namespace}-${name}`,
      alerts: stated.jetStream ? streamAlerts(stated, servers, who) : [],
    },
  ];
  return groups.filter(({ alerts }) => alerts.length > 0).map((group) => qualified(group, name));
}

/** Alerts of several sets of servers in one cluster have different names, because each has its own threshold. */
function qualified(group: AlertGroup, name: string): AlertGroup {
  return { ...group, alerts: group.alerts.map((alert) => ({ ...alert, labels: { ...alert.labels, servers: name } })) };
}

function serverAlerts({ replicas, renewedAfter }: NatsAlertOptions, servers: Matchers, who: string): Alert[] {
  return [
    {
      name: 'NatsServerDown',
      severity: 'critical',
      // If a server does not answer, its exporter does not have this metric.
      expr: `(count(${series('nats_healthz_status', servers)}) or vector(0)) < ${replicas}`,
      for: '1m',
      summary: `{{ $value }} of ${replicas} servers of ${who} respond`,
      description:
        'Clients of a lost server connect to another one, if there is one. If it was the only server, all messaging stops.',
      runbook: lines(
        `1. kubectl -n ${servers['namespace']} get pods: which one is not ready, and why (describe, logs -c nats --previous)?`,
        '2. If the pods are ready but the value is low, the exporter or its scrape fails: see the targets of Prometheus.',
        '3. A full or read-only volume stops the server at once: look at the first lines of its log.',
      ),
    },
    {
      name: 'NatsServerUnhealthy',
      severity: 'warning',
      expr: `${series('nats_healthz_status', servers)} != 0`,
      for: '5m',
      summary: 'The server {{ $labels.server_id }} reports that it is not healthy',
      description: 'It runs, but a stream or consumer has not caught up, or there is no leader.',
      runbook: lines(
        '1. curl localhost:8222/healthz in the pod: the body has the reason.',
        '2. Find a single stream or consumer that stays behind: nats stream report, nats consumer report.',
      ),
    },
    {
      name: 'NatsSlowConsumers',
      severity: 'warning',
      expr: `increase(${series('nats_varz_slow_consumers', servers)}[5m]) > 0`,
      summary: 'The server {{ $labels.server_id }} disconnects slow subscribers',
      description: 'A disconnected subscriber of core NATS loses the messages that it has not read.',
      runbook: lines(
        '1. kubectl logs -c nats | grep "Slow Consumer": the address and the name of the client.',
        "2. Process messages in parallel, share the work in a queue group, or read from a stream at the client's own pace.",
      ),
    },
    {
      name: 'NatsConnectionsNearLimit',
      severity: 'warning',
      expr: `${series('nats_varz_connections', servers)} / ${series('nats_varz_max_connections', servers)} > 0.8`,
      for: '5m',
      summary: 'The server {{ $labels.server_id }} has {{ $value | humanizePercentage }} of its maximum connections',
      description: 'At the limit it refuses new clients, including those that reconnect.',
      runbook: lines(
        '1. nats server report connections: which client has many? Some clients open a new connection for each message.',
        '2. Raise limits.maxConnections if all of them are intended.',
      ),
    },
    ...(renewedAfter === undefined
      ? []
      : [
          {
            name: 'NatsCertificateNotReloaded',
            severity: 'warning',
            expr: `time() - ${series('nats_varz_config_load_time', servers)} / 1000 > ${renewedAfter.toSeconds() + 86_400}`,
            for: '10m',
            summary:
              'The server {{ $labels.server_id }} has not reloaded its certificate for {{ $value | humanizeDuration }}',
            description:
              'By now it must have been renewed, and the reloader should have made the server load it. A server with the old certificate loses its links at the first reconnect after it expires.',
            runbook: lines(
              '1. kubectl get certificate in the namespace of the servers: has it been renewed?',
              '2. If it has, the reloader failed: kubectl logs -c reloader, then restart the pods one by one.',
            ),
          } satisfies Alert,
        ]),
  ];
}

function linkAlerts({ links, replicas }: NatsAlertOptions, servers: Matchers, who: string): Alert[] {
  if (links === undefined) return [];
  const link = series('nats_leafz_conn_nodes_total', servers);
  const runbook = lines(
    '1. Has a certificate expired, on either side? A link survives the expiry but cannot be re-established: see CertificateRenewalLate.',
    '2. The log of the hub has the reason (kubectl logs -c nats | grep -i leafnode); that of the leaf often shows only a read error.',
    '3. Can the leaf reach the address and NodePort of the hub? nc -vz from a node of its cluster.',
    '4. Restart nothing: the leaf dials until it succeeds.',
  );
  const lost =
    'Core NATS loses messages published meanwhile; streams keep them, and mirrors fetch them later. The health of the servers does not show this.';
  if (links.role === 'hub') {
    return [
      {
        name: 'NatsLeafLinkDown',
        severity: 'critical',
        expr: `(sum(${link}) or vector(0)) < ${links.count}`,
        for: '1m',
        summary: `{{ $value }} of ${links.count} leaf links of ${who} are up`,
        description: lost,
        runbook,
      },
    ];
  }
  return [
    {
      name: 'NatsHubLinkDown',
      severity: 'critical',
      expr: `(count(${link} > 0) or vector(0)) < ${replicas}`,
      for: '1m',
      summary: `{{ $value }} of ${replicas} servers of ${who} are linked to their hub`,
      description: lost,
      runbook,
    },
  ];
}

function streamAlerts({ replicas, backlog = 1000, links }: NatsAlertOptions, servers: Matchers, who: string): Alert[] {
  const stored = series('nats_varz_jetstream_stats_storage', servers);
  const share = (used: string, limit: string) => `${used} / (${limit} > 0)`;
  return [
    {
      name: 'NatsJetStreamDisabled',
      severity: 'critical',
      expr: `${series('nats_server_jetstream_disabled', servers)} == 1`,
      for: '1m',
      summary: 'The server {{ $labels.server_name }} has turned off JetStream',
      description: 'It does so when it cannot write. Until a restart it stores nothing and serves no stream.',
      runbook: lines(
        '1. kubectl logs -c nats | grep -i jetstream: the disk is full, or failed.',
        '2. Free space or fix the volume, then delete the pod.',
      ),
    },
    ...(replicas > 1
      ? [
          {
            name: 'NatsJetStreamWithoutLeader',
            severity: 'critical',
            expr: `${series('nats_server_jetstream_disabled', { ...servers, cluster: { not: '' }, meta_leader: '' })} == 0`,
            for: '1m',
            summary: 'The server {{ $labels.server_name }} sees no JetStream leader',
            description: `Less than a majority of the ${replicas} servers of ${who} reach each other: nothing is stored, and publishers wait for acknowledgements.`,
            runbook: lines(
              '1. Bring back the lost servers; no acknowledged message is lost.',
              '2. If all run, do they reach each other at port 6222? See the routes in their logs.',
              '3. Never remove the volume of a server to make it start while there is no majority.',
            ),
          } satisfies Alert,
        ]
      : []),
    {
      name: 'NatsStorageNearLimit',
      severity: 'critical',
      expr: `${share(stored, series('nats_varz_jetstream_config_max_storage', servers))} > 0.85`,
      for: '5m',
      summary: 'The server {{ $labels.server_id }} has used {{ $value | humanizePercentage }} of its storage',
      description: 'At the limit, JetStream refuses new messages.',
      runbook: lines(
        '1. nats stream report: which stream is large, and does it have a limit?',
        '2. Purge or limit it, or enlarge volume and limit.',
      ),
    },
    {
      name: 'NatsStreamNearLimit',
      severity: 'warning',
      expr: `max by (account, stream_name) (${share(series('nats_stream_total_bytes', servers), series('nats_stream_limit_bytes', servers))}) > 0.9`,
      for: '15m',
      summary: 'The stream {{ $labels.stream_name }} has used {{ $value | humanizePercentage }} of its byte limit',
      description:
        'At the limit it drops the oldest messages before their maximum age, or refuses new ones, read or not.',
      runbook: lines(
        '1. Does a reader lag behind (NatsConsumerBehind)? Fix it.',
        '2. If not, raise maxBytes, or lower maxAge.',
      ),
    },
    {
      name: 'NatsConsumerBehind',
      severity: 'warning',
      expr: `max by (account, stream_name, consumer_name) (${series('nats_consumer_num_pending', servers)}) > ${backlog}`,
      for: '10m',
      summary: 'The consumer {{ $labels.consumer_name }} of {{ $labels.stream_name }} is {{ $value }} messages behind',
      description: 'It reads more slowly than messages arrive, or not at all.',
      runbook: lines(
        '1. Does its workload run? Redeliveries (nats consumer info) mean that it receives messages and fails.',
        '2. Add instances that share the consumer.',
      ),
    },
    ...(links?.role === 'leaf'
      ? [
          {
            name: 'NatsMirrorBehind',
            severity: 'warning',
            expr: `max by (account, stream_name, mirror_name) (${series('nats_stream_mirror_lag', servers)}) > ${backlog}`,
            for: '5m',
            summary: 'The mirror {{ $labels.stream_name }} is {{ $value }} messages behind {{ $labels.mirror_name }}',
            description:
              'Readers here see old messages. Messages that the origin drops before the mirror fetches them are lost to these readers.',
            runbook: lines(
              '1. Is the link up, and wide enough (nats_leafz_conn_in_bytes)?',
              '2. If a mirror makes no progress although the link is up: nats stream info, then restart the leaf.',
            ),
          } satisfies Alert,
          {
            name: 'NatsMirrorSilent',
            severity: 'critical',
            // A mirror gets at least a heartbeat from its origin every second.
            expr: `max by (account, stream_name, mirror_name) (${series('nats_stream_mirror_active_duration_ns', servers)}) / 1e9 > 60`,
            for: '2m',
            summary:
              'The mirror {{ $labels.stream_name }} has had no contact with {{ $labels.mirror_name }} for {{ $value | humanizeDuration }}',
            description:
              'Its lag is unknown meanwhile and appears to be zero. After an outage a mirror may take a minute to reconnect; this is longer.',
            runbook: lines(
              '1. If NatsHubLinkDown or NatsLeafLinkDown fires too, start there.',
              '2. Does the origin exist, and may the leaf read it? nats stream info on the hub, and permission violations in its log.',
            ),
          } satisfies Alert,
        ]
      : []),
  ];
}
