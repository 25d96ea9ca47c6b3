import type { FleetCluster } from '../fleet/fleet.js';
import type { Substitutes } from '../linkerd/traffic/substitutes.js';
import { InvalidInput, type Problem } from '../problem.js';
import type { Application } from '../workload/intents/application.js';
import { checkApplication } from '../workload/intents/check-application.js';
import { addToIstio, checkInIstio } from './istio-application.js';
import { addToLinkerd, checkInLinkerd } from './linkerd-application.js';

/** What is said of an application beside what it wants, and of one mesh alone. */
export interface ApplicationOptions {
  /** What is accepted in place of what Linkerd cannot do; of no meaning in another mesh. @default - nothing: an error says what Linkerd offers @see https://linkerd.io/2-edge/features/ */
  readonly substitutes?: Substitutes;
}

/**
 * Adds the components of an application to its cluster, expressed in the cluster's mesh: one for each namespace, each gateway and
 * each service. An application that makes no sense adds one component, which says so when the fleet is synthesized.
 *

 */
export function addApplication(
  cluster: FleetCluster,
  application: Application,
  { substitutes = {} }: ApplicationOptions = {},
): void {
  const problems = checkApplication(application);
  if (problems.length === 0) problems.push(...checkInMesh(application, substitutes));
  if (problems.length > 0) {
    cluster.add(application.name, () => {
      throw new InvalidInput(problems);
    });
    return;
  }
  if (cluster.istio !== undefined) addToIstio(cluster, application);
  else addToLinkerd(cluster, application, substitutes);
}

function checkInMesh(application: Application, substitutes: Substitutes): Problem[] {
  const { mesh, name } = application.cluster;
  switch (mesh?.kind) {
    case 'istio':
      return checkInIstio(application);
    case 'linkerd':
      return checkInLinkerd(application, substitutes);
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
