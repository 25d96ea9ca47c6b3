import { type ExportedMetrics, histogram } from './exported.js';

const SIDES = ['source', 'destination'].flatMap((side) => [
  `${side}_workload`,
  `${side}_workload_namespace`,
  `${side}_principal`,
  `${side}_app`,
  `${side}_version`,
  `${side}_cluster`,
  `${side}_canonical_service`,
  `${side}_canonical_revision`,
]);
const CONNECTION = [
  'reporter',
  ...SIDES,
  'destination_service',
  'destination_service_name',
  'destination_service_namespace',
  'response_flags',
  'connection_security_policy',
];
const REQUEST = [...CONNECTION, 'request_protocol', 'response_code', 'grpc_response_status'];

/** What istiod shows at port 15014. It leaves counters without the suffix `_total` that OpenTelemetry would give them. */
export const ISTIOD: ExportedMetrics = {
  source:
    'istio at 1.31.0-rc.0: pkg/xds/monitoring.go, pilot/pkg/xds/monitoring.go, pilot/pkg/model/push_context.go, security/pkg/server/ca/monitoring.go, pkg/kube/inject/monitoring.go, pkg/webhooks/validation/server/monitoring.go, pkg/monitoring/monitoring.go; read. pilot_xds_push_context_errors is exported nowhere in it',
  metrics: [
    { labels: ['type'], names: ['pilot_total_xds_rejects', 'pilot_xds_pushes'] },
    { labels: [], names: ['pilot_total_xds_internal_errors', 'pilot_services', 'pilot_vservice_dup_domain'] },
    { labels: ['version'], names: ['pilot_xds'] },
    { labels: ['le'], names: histogram('pilot_proxy_convergence_time') },
    { labels: ['group', 'version', 'resource', 'reason'], names: ['galley_validation_failed'] },
    {
      labels: [],
      names: ['sidecar_injection_requests_total', 'sidecar_injection_success_total', 'sidecar_injection_failure_total'],
    },
    {
      labels: [],
      names: [
        'citadel_server_csr_count',
        'citadel_server_success_cert_issuance_count',
        'citadel_server_root_cert_expiry_timestamp',
        'citadel_server_cert_chain_expiry_timestamp',
      ],
    },
    { labels: ['error'], names: ['citadel_server_csr_sign_err_count'] },
  ],
};

/** What a sidecar and its agent show. */
export const ISTIO_PROXY: ExportedMetrics = {
  source:
    'istio at 1.31.0-rc.0: labels of tests/integration/ambient/baseline_test.go and of the standard metrics, security/pkg/nodeagent/cache/monitoring.go with the prefix of pilot/cmd/pilot-agent/status/server.go; read',
  metrics: [
    { labels: REQUEST, names: ['istio_requests_total'] },
    { labels: [...REQUEST, 'le'], names: histogram('istio_request_duration_milliseconds') },
    {
      labels: CONNECTION,
      names: [
        'istio_tcp_connections_opened_total',
        'istio_tcp_connections_closed_total',
        'istio_tcp_sent_bytes_total',
        'istio_tcp_received_bytes_total',
      ],
    },
    { labels: ['resource_name'], names: ['istio_agent_cert_expiry_seconds'] },
    { labels: ['type'], names: ['istio_agent_scrape_failures_total'] },
  ],
};
