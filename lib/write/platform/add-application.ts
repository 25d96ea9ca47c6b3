import { isMapping } from '../../formats/mapping.js';
import { addApplication } from '../application/add-application.js';
import { addObservability, type ObservabilityOptions } from '../application/add-observability.js';
import type { ApplicationOptions } from '../application/application-mesh.js';
import type { ComponentCluster } from '../fleet/components.js';
import type { Prometheus } from '../observability/prometheus.js';
import type { Application } from '../workload/intents/application.js';
import type { ExternalWorkload } from '../workload/peer.js';
import type { FleetDefaults } from './fleet-options.js';
import { collectorOf, tracingOf } from './tracing.js';

/** An application of a fleet's cluster; it uses the fleet's Prometheus and tracing unless it sets others. */
export interface FleetApplication extends Omit<Application, 'cluster' | 'profile'> {
  /**
   * What it is for: production refuses injected faults. @default production @see
   * https://istio.io/latest/docs/tasks/traffic-management/fault-injection/
   */
  readonly profile?: Application['profile'];
}

/** The purpose of an application, and how it is observed. */
export interface FleetApplicationOptions extends ApplicationOptions {
  /**
   * How it is observed; `false` for not at all. @default - monitors, and alerts on its objectives, if there is a
   * Prometheus @see https://sre.google/workbook/alerting-on-slos/
   */
  readonly observability?: ObservabilityOptions | false;
}

/** Adds an application with the fleet's defaults, and what observes it. */
export function addFleetApplication(
  cluster: ComponentCluster,
  defaults: FleetDefaults,
  stated: FleetApplication,
  { observability = {}, ...options }: FleetApplicationOptions,
): void {
  const application = complete(cluster, defaults, stated);
  const { gatewayClass, prometheus } = defaults;
  addApplication(cluster, application, { ...(gatewayClass !== undefined && { gatewayClass }), ...options });
  if (observability === false || application.prometheus === undefined) return;
  const { selectorLabels } = prometheus ?? {};
  addObservability(cluster, application, { ...(selectorLabels !== undefined && { selectorLabels }), ...observability });
}

function complete(cluster: ComponentCluster, defaults: FleetDefaults, stated: FleetApplication): Application {
  const { prometheus, tracing } = defaults;
  // Malformed input is passed on to the check that refuses it.
  const sound = isMapping(stated) && Array.isArray(stated.services);
  const traced = sound && tracing !== undefined && stated.tracing === undefined;
  return {
    profile: 'production',
    ...(prometheus !== undefined && { prometheus: peerOf(prometheus) }),
    ...(traced && { tracing: tracingOf(cluster, tracing) }),
    ...stated,
    cluster,
    ...(traced && { services: [...stated.services, collectorOf(cluster, tracing)] }),
  };
}

function peerOf({ namespace, serviceAccount, podLabels }: Prometheus): ExternalWorkload {
  return { kind: 'external', name: 'prometheus', namespace, serviceAccount, podLabels };
}
