import { FleetCluster } from '../fleet/fleet.js';
import { SUBSTITUTES } from '../linkerd/traffic/substitutes.js';
import { InvalidInput, type Problem, rejectIfAny } from '../problem.js';
import { checkProps, optional, options } from '../props/shape.js';
import { anything, instance, label } from '../props/values.js';
import type { Application } from '../workload/intents/application.js';
import { checkApplication } from '../workload/intents/check-application.js';
import { addToIstio, checkInIstio } from './istio-application.js';
import { addToLinkerd, checkInLinkerd, type LinkerdApplicationOptions } from './linkerd-application.js';

/** What is said of an application beside what it wants, and of Linkerd alone; of no meaning in another mesh. */
export type ApplicationOptions = LinkerdApplicationOptions;

/** An application, and what was said beside it. */
export interface AddedApplication {
  readonly application: Application;
  readonly options: ApplicationOptions;
}

const added = new WeakMap<FleetCluster, AddedApplication[]>();

/** The applications that were added to a cluster and made sense, in order: what its output is to be held against. */
export function applicationsOf(cluster: FleetCluster): readonly AddedApplication[] {
  return added.get(cluster) ?? [];
}

const CLUSTER = instance(FleetCluster, 'what addCluster of a Fleet returned');
const OPTIONS = options<ApplicationOptions>({ substitutes: optional(SUBSTITUTES), gatewayClass: optional(anything()) });

/** Name of the component that says what is wrong with an application that bears no name. */
const NAMELESS = 'application';

/**
 * Adds the components of an application to its cluster, expressed in the cluster's mesh: one for each namespace, each gateway and
 * each service. An application that makes no sense adds one component, which says so when the fleet is synthesized.
 */
export function addApplication(
  cluster: FleetCluster,
  application: Application,
  options: ApplicationOptions = {},
): void {
  // Without a cluster there is no synthesis in which to say so.
  rejectIfAny(checkProps('addApplication: cluster', cluster, CLUSTER));
  const problems = [
    ...checkApplication(application),
    ...checkProps(`Application '${application?.name}': options`, options, OPTIONS),
  ];
  if (problems.length === 0) problems.push(...checkPlace(cluster, application));
  if (problems.length === 0) problems.push(...checkInMesh(application, options));
  if (problems.length > 0) {
    const nameless = label.faults('', application?.name).length > 0;
    cluster.add(nameless ? NAMELESS : application.name, () => {
      throw new InvalidInput(problems);
    });
    return;
  }
  added.set(cluster, [...applicationsOf(cluster), { application, options }]);
  if (cluster.istio !== undefined) addToIstio(cluster, application);
  else addToLinkerd(cluster, application, options);
}

/** What is derived from one cluster must not be applied in another. */
function checkPlace(given: FleetCluster, { name, cluster }: Application): Problem[] {
  if (given === cluster) return [];
  return [
    {
      where: `Application '${name}': cluster`,
      got: `${cluster.name}, while the application is added to ${given.name}`,
      expected: 'the cluster that it is added to',
      fix: 'Name the same cluster in both places.',
    },
  ];
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
