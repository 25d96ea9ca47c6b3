import { series } from '../promql.js';
import type { Dashboard, Panel, Query } from './panel.js';

const CHOSEN = { namespace: { matches: '$namespace' } };
const one = (metric: string, legend: string): Query => ({ expr: series(metric, CHOSEN), legend });
const rate = (metric: string, legend: string): Query => ({
  expr: `rate(${series(metric, CHOSEN)}[$__rate_interval])`,
  legend,
});

/** The NATS servers of a cluster: health, traffic, storage, and the lag of mirrors and consumers. */
export function natsDashboard(): Dashboard {
  return {
    uid: 'nats-fleet',
    title: 'NATS: fleet',
    description: 'Servers, links between clusters, streams, mirrors and consumers.',
    choices: [{ name: 'namespace', label: 'Namespace', metric: 'nats_varz_connections', of: 'namespace' }],
    rows: [
      {
        title: 'Now',
        panels: [
          figure(
            'Servers that respond',
            'Per set of servers.',
            `count(${series('nats_healthz_status', CHOSEN)}) or vector(0)`,
          ),
          figure(
            'Links between clusters',
            'Leaf links that are up; health does not show them.',
            `sum(${series('nats_leafz_conn_nodes_total', CHOSEN)}) or vector(0)`,
          ),
          figure('Clients', 'Connections of clients.', `sum(${series('nats_varz_connections', CHOSEN)})`),
          figure(
            'Slow consumers',
            'Subscribers that were disconnected in the last hour.',
            `sum(increase(${series('nats_varz_slow_consumers', CHOSEN)}[1h]))`,
          ),
        ],
      },
      {
        title: 'Traffic',
        panels: [
          chart('Messages', 'In and out of each server.', 'cps', [
            rate('nats_varz_in_msgs', '{{server_id}} in'),
            rate('nats_varz_out_msgs', '{{server_id}} out'),
          ]),
          chart('Bytes', 'In and out of each server.', 'Bps', [
            rate('nats_varz_in_bytes', '{{server_id}} in'),
            rate('nats_varz_out_bytes', '{{server_id}} out'),
          ]),
          chart('Links: messages', 'Over each leaf link.', 'cps', [
            rate('nats_leafz_conn_in_msgs', '{{server_id}} from {{name}}'),
            rate('nats_leafz_conn_out_msgs', '{{server_id}} to {{name}}'),
          ]),
          chart('Links: round trip', 'Time to the peer and back.', 's', [
            one('nats_leafz_conn_rtt', '{{server_id}} – {{name}}'),
          ]),
        ],
      },
      {
        title: 'JetStream',
        panels: [
          chart('Storage', 'Share of the storage that each server may use.', 'percentunit', [
            {
              expr: `${series('nats_varz_jetstream_stats_storage', CHOSEN)} / (${series('nats_varz_jetstream_config_max_storage', CHOSEN)} > 0)`,
              legend: '{{server_id}}',
            },
          ]),
          chart('Messages in streams', 'Stored messages.', 'short', [
            one('nats_stream_total_messages', '{{stream_name}} on {{server_name}}'),
          ]),
          chart(
            'Mirrors: behind',
            'Messages that a mirror has not fetched; unknown while it has no contact.',
            'short',
            [one('nats_stream_mirror_lag', '{{stream_name}} of {{mirror_name}}')],
          ),
          chart('Mirrors: silence', 'Time since a mirror had contact with its origin; normally about a second.', 's', [
            {
              expr: `${series('nats_stream_mirror_active_duration_ns', CHOSEN)} / 1e9`,
              legend: '{{stream_name}} of {{mirror_name}}',
            },
          ]),
          chart('Consumers: behind', 'Messages that wait to be read.', 'short', [
            one('nats_consumer_num_pending', '{{consumer_name}} of {{stream_name}}'),
          ]),
          chart('Consumers: unacknowledged', 'Messages that were delivered but not acknowledged.', 'short', [
            one('nats_consumer_num_ack_pending', '{{consumer_name}} of {{stream_name}}'),
          ]),
        ],
      },
      {
        title: 'Servers',
        panels: [
          chart('Memory', 'Memory of each server.', 'bytes', [one('nats_varz_mem', '{{server_id}}')]),
          chart('Connections', 'Clients of each server.', 'short', [one('nats_varz_connections', '{{server_id}}')]),
        ],
      },
    ],
  };
}

function figure(title: string, description: string, expr: string): Panel {
  return { kind: 'stat', title, description, unit: 'none', queries: [{ expr, legend: title }] };
}

function chart(title: string, description: string, unit: Panel['unit'], queries: readonly Query[]): Panel {
  return { kind: 'timeseries', title, description, unit, queries };
}
