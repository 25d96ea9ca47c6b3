import type { Chart } from 'cdk8s';
import type { Diagnostic } from '../../diagnostic.js';
import { checkProps, list, mapping, optional, options } from '../../input/shape.js';
import { anyText } from '../../input/values.js';
import type { ComponentCluster } from '../fleet/components.js';
import { policiesForTheOutside } from '../linkerd/traffic/gateway-access.js';
import { AlertRules } from '../observability/alert-rules.js';
import { objectiveAlerts } from '../observability/alerts/objectives.js';
import {
  checkPromises,
  objectivesOf,
  SERVICE_PROMISES,
  type ServicePromises,
} from '../observability/application-objectives.js';
import { addMeshObservability, exemptFromIdentity } from '../observability/mesh-observability.js';
import { PodMetrics } from '../observability/monitors/pod-metrics.js';
import { type Prometheus, prometheusOf } from '../observability/prometheus.js';
import { type Application, applicationLabel, ingressGateways } from '../workload/intents/application.js';
import { identityOf } from '../workload/peer.js';
import { portName } from '../workload/port.js';
import { findPort } from '../workload/workload.js';
import { addRefusal, checkAdded, nameOf, requireCluster } from './check-added.js';

/** What is said of how an application is watched. */
export interface ObservabilityOptions {
  /** What its services owe. @default - 99.9 % of requests succeed, and 99 % are answered within half of the service's timeout @see https://sre.google/workbook/alerting-on-slos/ */
  readonly promises?: ServicePromises;
  /** Labels that monitors and rules must bear to be read by the application's Prometheus. @default - none: it reads all of them @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusSpec */
  readonly selectorLabels?: { readonly [key: string]: string };
  /** AuthorizationPolicies of Linkerd, or workloads of Istio as `namespace/name`, that let peers in without a mesh identity on purpose. @default - those of the application's gateways @see https://linkerd.io/2-edge/reference/authorization-policy/ */
  readonly unauthenticated?: readonly string[];
}

const OPTIONS = options<ObservabilityOptions>({
  promises: optional(SERVICE_PROMISES),
  selectorLabels: optional(mapping(anyText)),
  unauthenticated: optional(list(anyText)),
});

/**
 * Adds the components that watch an application: what its Prometheus reads of its services, and alerts on what they owe; and, once for
 * the cluster, what it reads of the mesh, with alerts and dashboards of mesh and certificates. That it is let in follows from the
 * application's own `prometheus`; Linkerd's own monitors are those of its control plane, by `linkerdMonitorValues`.
 */
export function addObservability(
  cluster: ComponentCluster,
  application: Application,
  options: ObservabilityOptions = {},
): void {
  requireCluster('addObservability', cluster);
  const component = `${nameOf(application)}-observability`;
  const problems = [
    ...checkAdded(cluster, application),
    ...checkProps(`${applicationLabel(application)}: options of addObservability`, options, OPTIONS),
  ];
  if (problems.length === 0) problems.push(...checkWatched(application, options));
  const { prometheus: scraper } = problems.length === 0 ? application : {};
  if (scraper === undefined) {
    addRefusal(cluster, component, problems);
    return;
  }
  const { promises = {}, selectorLabels, unauthenticated = [] } = options;
  const prometheus = prometheusOf(scraper, selectorLabels);
  exemptFromIdentity(cluster, [...entrances(application), ...unauthenticated]);
  addMeshObservability(cluster, prometheus);
  cluster.add(component, (chart) => watchServices(chart, application, { promises, prometheus }));
}

function checkWatched(application: Application, { promises = {} }: ObservabilityOptions): Diagnostic[] {
  const where = `Application '${application.name}'`;
  const unwatched: Diagnostic = {
    where: `${where}: prometheus`,
    got: 'none',
    expected: 'the Prometheus that watches the application',
    fix: 'State it: without that, the meshes let no scrape in.',
  };
  return [...(application.prometheus === undefined ? [unwatched] : []), ...checkPromises(where, application, promises)];
}

function watchServices(
  chart: Chart,
  application: Application,
  { promises, prometheus }: { readonly promises: ServicePromises; readonly prometheus: Prometheus },
): void {
  // Istio's agents show the figures of workloads with those of the proxies.
  for (const { workload, metrics } of application.cluster.istio === undefined ? application.services : []) {
    const port = metrics && findPort(workload, metrics.port);
    if (port === undefined) continue;
    new PodMetrics(chart, `monitor-${workload.namespace}-${workload.name}`, {
      namespace: workload.namespace,
      name: workload.name,
      podLabels: identityOf(workload).podLabels,
      port: portName(port),
      ...(metrics?.path !== undefined && { path: metrics.path }),
      prometheus,
    });
  }
  const groups = objectiveAlerts(objectivesOf(application, promises));
  const [first] = application.services;
  if (groups.length === 0 || first === undefined) return;
  const { namespace } = first.workload;
  new AlertRules(chart, 'alerts', { namespace, name: `${application.name}-objectives`, groups, prometheus });
}

/** Policies that let the outside in to the gateways of an application: who is outside has no identity. */
function entrances(application: Application): readonly string[] {
  return application.cluster.linkerd === undefined ? [] : ingressGateways(application).flatMap(policiesForTheOutside);
}
