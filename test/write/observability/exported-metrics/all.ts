import { CERT_MANAGER } from './cert-manager.js';
import { type ExportedMetrics, TARGET_LABELS } from './exported.js';
import { ISTIO_PROXY, ISTIOD } from './istio.js';
import { LINKERD_CONTROLLERS } from './linkerd-controllers.js';
import { LINKERD_PROXY } from './linkerd-proxy.js';
import { NATS_EXPORTER } from './nats-exporter.js';

/** What Prometheus itself writes for every target. */
const TARGETS: ExportedMetrics = {
  source: 'Prometheus: https://prometheus.io/docs/concepts/jobs_instances/',
  metrics: [
    { labels: ['component', 'deployment', 'statefulset', 'daemonset'], names: ['up', 'scrape_duration_seconds'] },
  ],
};

/** Each metric that an expression may name, and the labels that its series have. */
export const EXPORTED: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [CERT_MANAGER, ISTIOD, ISTIO_PROXY, LINKERD_CONTROLLERS, LINKERD_PROXY, NATS_EXPORTER, TARGETS].flatMap(
    ({ metrics }) =>
      metrics.flatMap(({ names, labels }) =>
        names.map((name) => [name, new Set<string>([...TARGET_LABELS, ...labels])] as const),
      ),
  ),
);
