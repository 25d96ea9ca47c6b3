import type { Diagnostic } from '../../diagnostic.js';
import { isMapping } from '../../formats/mapping.js';
import { addApplication } from '../application/add-application.js';
import { addObservability, type ObservabilityOptions } from '../application/add-observability.js';
import type { ApplicationOptions } from '../application/application-mesh.js';
import { addProblems, nameOf } from '../application/resolve-added.js';
import type { ComponentCluster } from '../fleet/components.js';
import type { Fallbacks } from '../linkerd/traffic/fallbacks.js';
import type { Prometheus } from '../observability/prometheus.js';
import type { FleetTracing } from '../observability/tracing/fleet-tracing.js';
import type { Application } from '../workload/intents/application.js';
import type { Service } from '../workload/intents/service.js';
import type { ExternalWorkload } from '../workload/peer.js';
import { meshTraces } from './add-mesh.js';
import type { FleetDefaults } from './fleet-options.js';
import { collectorOf, tracingOf } from './tracing.js';

/** An application of a fleet's cluster; it uses the fleet's Prometheus and tracing unless it sets others. */
export interface FleetApplication extends Omit<Application, 'cluster' | 'profile'> {
  /** What it is for: production refuses injected faults. @default production @see https://istio.io/latest/docs/tasks/traffic-management/fault-injection/ */
  readonly profile?: Application['profile'];
}

/** The purpose of an application, and how it is observed. */
export interface FleetApplicationOptions extends ApplicationOptions {
  /** How it is observed; `false` for not at all. @default - monitors, and alerts on its objectives, if there is a Prometheus @see https://sre.google/workbook/alerting-on-slos/ */
  readonly observability?: ObservabilityOptions | false;
}

/** The application of each cluster that runs the collector of the fleet's spans. */
const collecting = new WeakMap<ComponentCluster, string>();

/** Adds an application with the fleet's defaults, and what observes it. */
export function addFleetApplication(
  cluster: ComponentCluster,
  defaults: FleetDefaults,
  stated: FleetApplication,
  { observability = {}, ...options }: FleetApplicationOptions,
): void {
  const application = complete(cluster, defaults, stated);
  const { gatewayClass, prometheus } = defaults;
  const repeated = checkCollector(cluster, application, stated);
  if (repeated.length > 0) {
    addProblems(cluster, nameOf(application), repeated);
    return;
  }
  const consents = consentsOf(cluster, stated);
  addApplication(cluster, application, {
    ...(gatewayClass !== undefined && { gatewayClass }),
    ...(consents !== undefined && { fallbacks: consents }),
    ...options,
    ...(consents !== undefined && isMapping(options.fallbacks) && { fallbacks: { ...consents, ...options.fallbacks } }),
  });
  if (observability === false || application.prometheus === undefined) return;
  const { selectorLabels } = prometheus ?? {};
  addObservability(cluster, application, { ...(selectorLabels !== undefined && { selectorLabels }), ...observability });
}

/** The collector admits the proxies of the application that it is a service of, and the whole mesh sends its spans to that collector. */
function checkCollector(
  cluster: ComponentCluster,
  { name, tracing }: Application,
  stated: FleetApplication,
): Diagnostic[] {
  if (tracing === undefined || !isMapping(stated) || stated.tracing !== undefined) return [];
  const first = collecting.get(cluster);
  collecting.set(cluster, first ?? name);
  if (first === undefined) return [];
  return [
    {
      where: `Application '${name}'`,
      path: 'tracing',
      got: `the fleet's, whose collector belongs to application '${first}' of the cluster`,
      expected: 'one application of the cluster that the fleet traces',
      effect: 'The collector would refuse the spans of a second one.',
      fix: `Add its services to '${first}', or state a tracing of its own.`,
    },
  ];
}

/** What needs no consent of the application: the control plane traces as the fleet says because `addMesh` told it so. */
function consentsOf(cluster: ComponentCluster, stated: FleetApplication): Fallbacks | undefined {
  const own = isMapping(stated) && stated.tracing !== undefined;
  return !own && meshTraces(cluster) ? { tracing: 'set-on-the-control-plane' } : undefined;
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
    ...(traced && { services: [...stated.services, collectorIn(cluster, tracing, prometheus ?? stated.prometheus)] }),
  };
}

/** The collector; without a Prometheus it has no metrics. */
function collectorIn(cluster: ComponentCluster, tracing: FleetTracing, prometheus: unknown): Service {
  const { metrics, ...collector } = collectorOf(cluster, tracing);
  return { ...collector, ...(prometheus !== undefined && metrics !== undefined && { metrics }) };
}

function peerOf({ namespace, serviceAccount, podLabels }: Prometheus): ExternalWorkload {
  return { kind: 'external', name: 'prometheus', namespace, serviceAccount, podLabels };
}
