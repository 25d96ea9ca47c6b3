import { type ExportedMetrics, histogram } from './exported.js';

/** The PodMonitor of the controllers names them by their containers. */
const COMPONENT = ['component'];
const GRPC = ['grpc_type', 'grpc_service', 'grpc_method'];

/** What the controllers show at their admin ports. */
export const LINKERD_CONTROLLERS: ExportedMetrics = {
  source:
    'linkerd2 at edge-25.10.7 and edge-26.6.3, the controllers of 2.19 and 2.20: pkg/identity/service.go, controller/proxy-injector/metrics.go, pkg/prometheus/prometheus.go with go-grpc-prometheus; read',
  metrics: [
    { labels: COMPONENT, names: ['issuer_cert_ttl_seconds'] },
    {
      labels: [...COMPONENT, 'owner_kind', 'annotation_at'],
      names: ['proxy_inject_admission_requests_total'],
    },
    {
      labels: [...COMPONENT, 'owner_kind', 'annotation_at', 'skip', 'skip_reason'],
      names: ['proxy_inject_admission_responses_total'],
    },
    { labels: [...COMPONENT, ...GRPC, 'grpc_code'], names: ['grpc_server_handled_total'] },
    { labels: [...COMPONENT, ...GRPC, 'le'], names: histogram('grpc_server_handling_seconds') },
  ],
};
