import { checkProps } from '../../input/shape.js';
import type { ComponentCluster } from '../fleet/components.js';
import { type Application, applicationLabel } from '../workload/intents/application.js';
import type { ResolvedApplication } from '../workload/intents/resolved.js';
import { APPLICATION_OPTIONS, type ApplicationOptions } from './application-mesh.js';
import { addProblems, nameOf, requireCluster, resolveAdded } from './resolve-added.js';

/** An application as it was added to a cluster. */
export interface AddedApplication {
  readonly application: Application;
  readonly options: ApplicationOptions;
  readonly resolved: ResolvedApplication;
}

const added = new WeakMap<ComponentCluster, AddedApplication[]>();

/** The valid applications of a cluster, in the order in which they were added. */
export function applicationsOf(cluster: ComponentCluster): readonly AddedApplication[] {
  return added.get(cluster) ?? [];
}

/**
 * Adds the components of an application to its cluster, as the mesh of the cluster expresses them: one for each namespace, each gateway
 * and each service. An application with a problem adds one component, which reports it when the fleet is synthesized.
 */
export function addApplication(
  cluster: ComponentCluster,
  application: Application,
  options: ApplicationOptions = {},
): void {
  requireCluster('addApplication', cluster);
  const misstated = checkProps(`${applicationLabel(application)}: options`, options, APPLICATION_OPTIONS);
  const found = resolveAdded(cluster, application, misstated.length > 0 ? {} : options);
  const unread = [...misstated, ...('problems' in found ? found.problems : [])];
  if (unread.length > 0 || 'problems' in found) {
    addProblems(cluster, nameOf(application), unread);
    return;
  }
  const { mesh, resolved } = found;
  const expressed = mesh.express(resolved, options);
  if (expressed.problems.length > 0) {
    addProblems(cluster, nameOf(application), expressed.problems);
    return;
  }
  added.set(cluster, [...applicationsOf(cluster), { application, options, resolved }]);
  expressed.addTo(cluster);
}
