import type { Diagnostic } from '../../diagnostic.js';
import { checkProps, optional, options } from '../../input/shape.js';
import { anything } from '../../input/values.js';
import type { ComponentCluster } from '../fleet/components.js';
import { FALLBACKS } from '../linkerd/traffic/fallbacks.js';
import { type Application, applicationLabel } from '../workload/intents/application.js';
import { addRefusal, checkAdded, nameOf, requireCluster } from './check-added.js';
import { addToIstio, checkInIstio } from './istio-application.js';
import { addToLinkerd, checkInLinkerd, type LinkerdApplicationOptions } from './linkerd-application.js';

/** What is said of an application beside what it wants, and of Linkerd alone; of no meaning in another mesh. */
export type ApplicationOptions = LinkerdApplicationOptions;

/** An application, and what was said beside it. */
export interface AddedApplication {
  readonly application: Application;
  readonly options: ApplicationOptions;
}

const added = new WeakMap<ComponentCluster, AddedApplication[]>();

/** The applications that were added to a cluster and made sense, in order: what its output is to be held against. */
export function applicationsOf(cluster: ComponentCluster): readonly AddedApplication[] {
  return added.get(cluster) ?? [];
}

const OPTIONS = options<ApplicationOptions>({ fallbacks: optional(FALLBACKS), gatewayClass: optional(anything()) });

/**
 * Adds the components of an application to its cluster, expressed in the cluster's mesh: one for each namespace, each gateway and
 * each service. An application that makes no sense adds one component, which says so when the fleet is synthesized.
 */
export function addApplication(
  cluster: ComponentCluster,
  application: Application,
  options: ApplicationOptions = {},
): void {
  requireCluster('addApplication', cluster);
  const problems = [
    ...checkAdded(cluster, application),
    ...checkProps(`${applicationLabel(application)}: options`, options, OPTIONS),
  ];
  if (problems.length === 0) problems.push(...checkInMesh(application, options));
  if (problems.length > 0) {
    addRefusal(cluster, nameOf(application), problems);
    return;
  }
  added.set(cluster, [...applicationsOf(cluster), { application, options }]);
  if (cluster.istio !== undefined) addToIstio(cluster, application);
  else addToLinkerd(cluster, application, options);
}

/** A cluster without a mesh is refused before. */
function checkInMesh(application: Application, options: ApplicationOptions): Diagnostic[] {
  return application.cluster.istio === undefined ? checkInLinkerd(application, options) : checkInIstio(application);
}
