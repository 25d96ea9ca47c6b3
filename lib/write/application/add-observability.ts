import type { Chart } from 'cdk8s';
import type { Diagnostic } from '../../diagnostic.js';
import { checkProps, list, mapping, optional, options, type Shape } from '../../input/shape.js';
import { anyText } from '../../input/values.js';
import type { ComponentCluster } from '../fleet/components.js';
import { policiesForTheOutside } from '../linkerd/traffic/gateway-access.js';
import { AlertRules } from '../observability/alert-rules.js';
import { objectiveAlerts } from '../observability/alerts/objectives.js';
import {
  APPLICATION_OBJECTIVES,
  type ApplicationObjectives,
  checkObjectives,
  objectivesOf,
} from '../observability/application-objectives.js';
import { addMeshObservability, exemptFromIdentity } from '../observability/mesh-observability.js';
import { PodMetrics } from '../observability/monitors/pod-metrics.js';
import { type Prometheus, prometheusOf } from '../observability/prometheus.js';
import { type Application, applicationLabel } from '../workload/intents/application.js';
import type { ResolvedApplication } from '../workload/intents/resolved.js';
import { placeOfApplication } from '../workload/intents/service-place.js';
import { identityOf } from '../workload/peer.js';
import { portName } from '../workload/port.js';
import { applicationsOf } from './add-application.js';
import { addProblems, nameOf, requireCluster, resolveAdded } from './resolve-added.js';

/** How an application is observed. */
export interface ObservabilityOptions {
  /** Service level objectives of its services. @default - 99.9 % of requests succeed, and 99 % are answered within half of the service's timeout @see https://sre.google/workbook/alerting-on-slos/ */
  readonly objectives?: ApplicationObjectives;
  /** Labels that monitors and rules need so that the application's Prometheus reads them. @default - none: it reads all @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusSpec */
  readonly selectorLabels?: { readonly [key: string]: string };
  /** AuthorizationPolicies of Linkerd, or workloads of Istio as `namespace/name`, that admit peers without a mesh identity on purpose. @default - those of the application's gateways @see https://linkerd.io/2-edge/reference/authorization-policy/ */
  readonly unauthenticated?: readonly string[];
}

/** What is accepted as options of what observes an application. */
export const OBSERVABILITY: Shape<ObservabilityOptions> = options<ObservabilityOptions>({
  objectives: optional(APPLICATION_OBJECTIVES),
  selectorLabels: optional(mapping(anyText)),
  unauthenticated: optional(list(anyText)),
});

/**
 * Adds the components that observe an application: the monitors of its services, and alerts on their objectives; and,
 * once for the cluster, the monitors of the mesh, with alerts and dashboards of mesh and certificates. `prometheus` of
 * the application is admitted. Linkerd's own monitors are part of its control plane, see `linkerdMonitorValues`.
 */
export function addObservability(
  cluster: ComponentCluster,
  application: Application,
  options: ObservabilityOptions = {},
): void {
  requireCluster('addObservability', cluster);
  const component = `${nameOf(application)}-observability`;
  const found = resolvedIn(cluster, application);
  const problems = [
    ...('problems' in found ? found.problems : []),
    ...checkProps(`${applicationLabel(application)}: options of addObservability`, options, OBSERVABILITY),
  ];
  if (problems.length === 0 && 'resolved' in found) problems.push(...checkObserved(found.resolved, options));
  const { prometheus: scraper } = problems.length === 0 ? application : {};
  if (scraper === undefined || 'problems' in found) {
    addProblems(cluster, component, problems);
    return;
  }
  const { resolved } = found;
  const { objectives = {}, selectorLabels, unauthenticated = [] } = options;
  const prometheus = prometheusOf(scraper, selectorLabels);
  exemptFromIdentity(cluster, [...entrances(resolved), ...unauthenticated]);
  addMeshObservability(cluster, prometheus);
  cluster.add(component, (chart) => observeServices(chart, resolved, { objectives, prometheus }));
}

/** What was resolved when the application was added, or is resolved only to observe it. */
function resolvedIn(cluster: ComponentCluster, application: Application) {
  return (
    applicationsOf(cluster).find((added) => added.application === application) ?? resolveAdded(cluster, application)
  );
}

function checkObserved(application: ResolvedApplication, { objectives = {} }: ObservabilityOptions): Diagnostic[] {
  const unread: Diagnostic = {
    ...placeOfApplication(application, 'prometheus'),
    got: 'none',
    expected: 'the Prometheus that observes the application',
    fix: 'Set it: without it the meshes admit no scrape.',
  };
  return [...(application.prometheus === undefined ? [unread] : []), ...checkObjectives(application, objectives)];
}

function observeServices(
  chart: Chart,
  application: ResolvedApplication,
  { objectives, prometheus }: { readonly objectives: ApplicationObjectives; readonly prometheus: Prometheus },
): void {
  // Istio's agents publish the metrics of workloads with those of the proxies.
  for (const { workload, metrics, metricsEndpoint } of application.cluster.istio === undefined
    ? application.services
    : []) {
    if (metricsEndpoint === undefined) continue;
    new PodMetrics(chart, `monitor-${workload.namespace}-${workload.name}`, {
      namespace: workload.namespace,
      name: workload.name,
      podLabels: identityOf(workload).podLabels,
      port: portName(metricsEndpoint.port),
      ...(metrics?.path !== undefined && { path: metrics.path }),
      prometheus,
    });
  }
  const groups = objectiveAlerts(objectivesOf(application, objectives));
  const [first] = application.services;
  if (groups.length === 0 || first === undefined) return;
  const { namespace } = first.workload;
  new AlertRules(chart, 'alerts', { namespace, name: `${application.name}-objectives`, groups, prometheus });
}

/** Policies that admit the outside to the gateways of an application: peers outside have no identity. */
function entrances({ cluster, ingressGateways }: ResolvedApplication): readonly string[] {
  if (cluster.linkerd === undefined) return [];
  return ingressGateways.flatMap(({ gateway }) => policiesForTheOutside(gateway));
}
