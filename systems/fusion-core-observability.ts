import type { FleetCluster } from '../lib/fleet/fleet.js';
import { CONTROL_PLANE_NAMESPACE } from '../lib/linkerd/ports.js';
import { AlertRules } from '../lib/observability/alert-rules.js';
import { certificateAlerts } from '../lib/observability/alerts/certificates.js';
import { linkerdAlerts } from '../lib/observability/alerts/linkerd.js';
import { objectiveAlerts } from '../lib/observability/alerts/objectives.js';
import { Dashboards } from '../lib/observability/dashboards/dashboards.js';
import { meshDashboards } from '../lib/observability/dashboards/mesh.js';
import { trustDashboard } from '../lib/observability/dashboards/trust.js';
import { PodMetrics } from '../lib/observability/monitors/pod-metrics.js';
import { DEFAULT_PROMETHEUS } from '../lib/observability/prometheus.js';
import { NAMESPACE } from './fusion-core-stores.js';

/** The policies that let the outside in to the gateway without an identity. */
const POLICIES_FOR_THE_OUTSIDE = ['edge-http-networks', 'edge-https-networks'];

/** What is seen of the platform: the figures of its services, what each promises, dashboards and alerts of the mesh. */
export function addObservability(cluster: FleetCluster, services: readonly string[]): void {
  cluster.add('observability', (chart) => {
    new AlertRules(chart, 'alerts', {
      namespace: CONTROL_PLANE_NAMESPACE,
      name: 'mesh',
      groups: [...linkerdAlerts({ unauthenticated: POLICIES_FOR_THE_OUTSIDE }), ...certificateAlerts()],
      prometheus: DEFAULT_PROMETHEUS,
    });
    new Dashboards(chart, 'dashboards', {
      namespace: CONTROL_PLANE_NAMESPACE,
      dashboards: [...meshDashboards('linkerd'), trustDashboard('linkerd')],
    });
    for (const name of services) {
      new PodMetrics(chart, name, {
        namespace: NAMESPACE,
        name,
        podLabels: { 'app.kubernetes.io/name': name },
        port: 'http-admin',
        prometheus: DEFAULT_PROMETHEUS,
      });
    }
    new AlertRules(chart, 'objectives', {
      namespace: NAMESPACE,
      name: 'objectives',
      groups: objectiveAlerts(
        services.map((name) => ({
          mesh: 'linkerd',
          workload: { namespace: NAMESPACE, kind: 'deployment', name },
          availability: 0.999,
        })),
      ),
      prometheus: DEFAULT_PROMETHEUS,
    });
  });
}
