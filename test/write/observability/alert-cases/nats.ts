import type { AlertCase } from './alert-case.js';

const of = (metric: string, pod: string, labels = '') =>
  `${metric}{namespace="nats-system",pod="${pod}",server_id="${pod}"${labels === '' ? '' : `,${labels}`}}`;
const hub = (metric: string, index: number, labels = '') => of(metric, `nats-broker-${index}`, labels);
const leaf = (metric: string, labels = '') => of(metric, 'nats-leaf-0', labels);
const three = (metric: string, sample: string, labels = '') =>
  Object.fromEntries([0, 1, 2].map((index) => [hub(metric, index, labels), sample]));
const MIRROR = 'account="APP",stream_name="TEST_MIRROR",mirror_name="TEST"';
const STREAM = 'account="APP",stream_name="TEST"';

/** A hub of three servers with two leaves. */
export const HUB_CASES: readonly AlertCase[] = [
  {
    alert: 'NatsServerDown',
    outage: {
      [hub('nats_healthz_status', 0)]: '0x80',
      [hub('nats_healthz_status', 1)]: '0x80',
      [hub('nats_varz_connections', 2)]: '3x80',
    },
    calm: three('nats_healthz_status', '0x80'),
  },
  {
    alert: 'NatsServerUnhealthy',
    outage: three('nats_healthz_status', '1x80'),
    calm: three('nats_healthz_status', '0x30 1x4 0x50'),
    alerts: 3,
  },
  {
    alert: 'NatsSlowConsumers',
    outage: { [hub('nats_varz_slow_consumers', 0)]: '2x50 3x30' },
    calm: { [hub('nats_varz_slow_consumers', 0)]: '2x80' },
  },
  {
    alert: 'NatsConnectionsNearLimit',
    outage: { [hub('nats_varz_connections', 0)]: '900x80', [hub('nats_varz_max_connections', 0)]: '1000x80' },
    calm: { [hub('nats_varz_connections', 0)]: '700x80', [hub('nats_varz_max_connections', 0)]: '1000x80' },
  },
  {
    alert: 'NatsCertificateNotReloaded',
    at: '62d',
    interval: '6h',
    outage: { [hub('nats_varz_config_load_time', 0)]: '0x250' },
    calm: { [hub('nats_varz_config_load_time', 0)]: '0x239 5184000000x10' },
  },
  {
    alert: 'NatsLeafLinkDown',
    outage: { [hub('nats_leafz_conn_nodes_total', 0)]: '1x80', [hub('nats_leafz_conn_nodes_total', 1)]: '0x80' },
    calm: { [hub('nats_leafz_conn_nodes_total', 0)]: '1x80', [hub('nats_leafz_conn_nodes_total', 1)]: '1x80' },
  },
  {
    alert: 'NatsJetStreamDisabled',
    outage: { [hub('nats_server_jetstream_disabled', 0)]: '1x80' },
    calm: { [hub('nats_server_jetstream_disabled', 0)]: '0x80' },
  },
  {
    alert: 'NatsJetStreamWithoutLeader',
    outage: { [hub('nats_server_jetstream_disabled', 0, 'cluster="nats",meta_leader=""')]: '0x80' },
    calm: { [hub('nats_server_jetstream_disabled', 0, 'cluster="nats",meta_leader="nats-broker-1"')]: '0x80' },
  },
  {
    alert: 'NatsStorageNearLimit',
    outage: {
      [hub('nats_varz_jetstream_stats_storage', 0)]: '90x80',
      [hub('nats_varz_jetstream_config_max_storage', 0)]: '100x80',
    },
    calm: {
      [hub('nats_varz_jetstream_stats_storage', 0)]: '80x80',
      [hub('nats_varz_jetstream_config_max_storage', 0)]: '100x80',
    },
  },
  {
    alert: 'NatsStreamNearLimit',
    at: '20m',
    outage: {
      [hub('nats_stream_total_bytes', 0, STREAM)]: '95x80',
      [hub('nats_stream_limit_bytes', 0, STREAM)]: '100x80',
    },
    // A stream without limit has -1.
    calm: {
      [hub('nats_stream_total_bytes', 0, STREAM)]: '95x80',
      [hub('nats_stream_limit_bytes', 0, STREAM)]: '-1x80',
    },
  },
  {
    alert: 'NatsConsumerBehind',
    outage: { [hub('nats_consumer_num_pending', 0, `${STREAM},consumer_name="a"`)]: '2000x80' },
    calm: { [hub('nats_consumer_num_pending', 0, `${STREAM},consumer_name="a"`)]: '900x80' },
  },
];

/** A leaf of one server with a mirror. */
export const LEAF_CASES: readonly AlertCase[] = [
  {
    alert: 'NatsServerDown',
    outage: { [leaf('nats_varz_connections')]: '3x80' },
    calm: { [leaf('nats_healthz_status')]: '0x80' },
  },
  {
    alert: 'NatsServerUnhealthy',
    outage: { [leaf('nats_healthz_status')]: '1x80' },
    calm: { [leaf('nats_healthz_status')]: '0x80' },
  },
  {
    alert: 'NatsSlowConsumers',
    outage: { [leaf('nats_varz_slow_consumers')]: '0x50 9x30' },
    calm: { [leaf('nats_varz_slow_consumers')]: '9x80' },
  },
  {
    alert: 'NatsConnectionsNearLimit',
    outage: { [leaf('nats_varz_connections')]: '9x80', [leaf('nats_varz_max_connections')]: '10x80' },
    calm: { [leaf('nats_varz_connections')]: '8x80', [leaf('nats_varz_max_connections')]: '10x80' },
  },
  // The leaf is healthy all the while, and its server no longer lists the link.
  {
    alert: 'NatsHubLinkDown',
    outage: { [leaf('nats_leafz_conn_nodes_total')]: '0x80', [leaf('nats_healthz_status')]: '0x80' },
    calm: { [leaf('nats_leafz_conn_nodes_total')]: '1x40 0x3 1x40' },
  },
  {
    alert: 'NatsJetStreamDisabled',
    outage: { [leaf('nats_server_jetstream_disabled')]: '1x80' },
    calm: { [leaf('nats_server_jetstream_disabled')]: '0x80' },
  },
  {
    alert: 'NatsStorageNearLimit',
    outage: {
      [leaf('nats_varz_jetstream_stats_storage')]: '90x80',
      [leaf('nats_varz_jetstream_config_max_storage')]: '100x80',
    },
    calm: {
      [leaf('nats_varz_jetstream_stats_storage')]: '0x80',
      [leaf('nats_varz_jetstream_config_max_storage')]: '0x80',
    },
  },
  {
    alert: 'NatsStreamNearLimit',
    at: '20m',
    outage: { [leaf('nats_stream_total_bytes', MIRROR)]: '95x80', [leaf('nats_stream_limit_bytes', MIRROR)]: '100x80' },
    calm: { [leaf('nats_stream_total_bytes', MIRROR)]: '85x80', [leaf('nats_stream_limit_bytes', MIRROR)]: '100x80' },
  },
  {
    alert: 'NatsConsumerBehind',
    outage: { [leaf('nats_consumer_num_pending', `${MIRROR},consumer_name="a"`)]: '2000x80' },
    calm: { [leaf('nats_consumer_num_pending', `${MIRROR},consumer_name="a"`)]: '2000x30 0x50' },
  },
  {
    alert: 'NatsMirrorBehind',
    outage: { [leaf('nats_stream_mirror_lag', MIRROR)]: '5000x80' },
    calm: { [leaf('nats_stream_mirror_lag', MIRROR)]: '5000x10 0x70' },
  },
  {
    alert: 'NatsMirrorSilent',
    outage: { [leaf('nats_stream_mirror_active_duration_ns', MIRROR)]: '0+15000000000x80' },
    calm: { [leaf('nats_stream_mirror_active_duration_ns', MIRROR)]: '900000000x80' },
  },
];
