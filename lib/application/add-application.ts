import type { FleetCluster } from '../fleet/fleet.js';
import { InvalidInput, type Problem } from '../problem.js';
import type { Application } from '../workload/intents/application.js';
import { checkApplication } from '../workload/intents/check-application.js';
import { addToIstio, checkInIstio } from './istio-application.js';
import { addToLinkerd, checkInLinkerd, type LinkerdApplicationOptions } from './linkerd-application.js';

/** What is said of an application beside what it wants, and of Linkerd alone; of no meaning in another mesh. */
export type ApplicationOptions = LinkerdApplicationOptions;

/**
 * Adds the components of an application to its cluster, expressed in the cluster's mesh: one for each namespace, each gateway and
 * each service. An application that makes no sense adds one component, which says so when the fleet is synthesized.
 */
export function addApplication(
  cluster: FleetCluster,
  application: Application,
  options: ApplicationOptions = {},
): void {
  const problems = checkApplication(application);
  if (problems.length === 0) problems.push(...checkInMesh(application, options));
  if (problems.length > 0) {
    cluster.add(application.name, () => {
      throw new InvalidInput(problems);
    });
    return;
  }
  if (cluster.istio !== undefined) addToIstio(cluster, application);
  else addToLinkerd(cluster, application, options);
}

function checkInMesh(application: Application, options: ApplicationOptions): Problem[] {
  const { mesh, name } = application.cluster;
  switch (mesh?.kind) {
    case 'istio':
      return checkInIstio(application);
    case 'linkerd':
      return checkInLinkerd(application, options);
    case undefined:
      return [
        {
          where: `Application '${application.name}': cluster`,
          got: `${name}, which has no mesh`,
          expected: 'a cluster with a mesh: nothing else can tell callers apart',
          fix: 'State the mesh of the cluster.',
        },
      ];
  }
}
