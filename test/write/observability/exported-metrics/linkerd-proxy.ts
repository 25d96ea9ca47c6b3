import { type ExportedMetrics, histogram } from './exported.js';

/** Labels that the PodMonitor of the proxies makes of the labels that the injector gives to pods. */
const POD = ['k8s_job', 'deployment', 'statefulset', 'daemonset', 'component', 'control_plane_ns'];
const TARGET = ['target_addr', 'target_ip', 'target_port'];
const TLS = ['tls', 'no_tls_reason', 'client_id', 'server_id', 'sni'];
const SERVER = ['srv_group', 'srv_kind', 'srv_name', 'srv_port'];
const ROUTE = ['route_group', 'route_kind', 'route_name'];
const AUTHORIZATION = ['authz_group', 'authz_kind', 'authz_name'];
/** Labels that discovery gives to the endpoints of outbound calls. */
const DESTINATION = [
  'dst_namespace',
  'dst_service',
  'dst_pod',
  'dst_deployment',
  'dst_statefulset',
  'dst_daemonset',
  'dst_serviceaccount',
  'dst_zone',
];
const ENDPOINT = [
  ...POD,
  'direction',
  'authority',
  ...TARGET,
  ...TLS,
  ...SERVER,
  ...ROUTE,
  ...AUTHORIZATION,
  ...DESTINATION,
];

/** What the proxy shows at its admin port. */
export const LINKERD_PROXY: ExportedMetrics = {
  source:
    'linkerd2-proxy at release/v2.326.0 and release/v2.359.0, the proxies of 2.19 and 2.20: linkerd/http/metrics/src/requests/report.rs, linkerd/app/core/src/metrics.rs, linkerd/app/core/src/transport/labels.rs, linkerd/app/inbound/src/metrics/authz.rs, linkerd/transport-metrics/src/lib.rs, linkerd/identity/src/metrics.rs, linkerd/app/src/lib.rs; read',
  metrics: [
    { labels: ENDPOINT, names: ['request_total'] },
    {
      labels: [...ENDPOINT, 'status_code', 'classification', 'grpc_status', 'error'],
      names: ['response_total'],
    },
    { labels: [...ENDPOINT, 'status_code', 'le'], names: histogram('response_latency_ms') },
    {
      labels: [...POD, ...TARGET, ...TLS, ...SERVER, ...ROUTE, ...AUTHORIZATION],
      names: ['inbound_http_authz_allow_total'],
    },
    { labels: [...POD, ...TARGET, ...TLS, ...SERVER, ...ROUTE], names: ['inbound_http_authz_deny_total'] },
    { labels: [...POD, ...TARGET, ...TLS, ...SERVER, ...AUTHORIZATION], names: ['inbound_tcp_authz_allow_total'] },
    { labels: [...POD, ...TARGET, ...TLS, ...SERVER], names: ['inbound_tcp_authz_deny_total'] },
    {
      labels: [...POD, 'direction', 'peer', ...TARGET, ...TLS, ...SERVER, ...DESTINATION],
      names: ['tcp_open_total', 'tcp_open_connections', 'tcp_read_bytes_total', 'tcp_write_bytes_total'],
    },
    {
      labels: POD,
      names: ['control_identity_cert_expiration_timestamp_seconds', 'control_identity_cert_refresh_timestamp_seconds'],
    },
    { labels: [...POD, 'result'], names: ['control_identity_cert_refreshes_total'] },
  ],
};
