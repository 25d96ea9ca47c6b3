import { App, Chart } from 'cdk8s';
import { InvalidInput } from '../../lib/diagnostic.js';
import type { ManifestObject } from '../../lib/manifest/object.js';
import { type AddedApplication, addApplication, applicationsOf } from '../../lib/write/application/add-application.js';
import type { ClusterProps } from '../../lib/write/fleet/cluster-props.js';
import { arrange } from '../../lib/write/fleet/synthesize.js';
import { Fleet } from '../../lib/write/platform/fleet.js';
import type { FleetCluster } from '../../lib/write/platform/fleet-cluster.js';
import type { Application } from '../../lib/write/workload/intents/application.js';
import { allSystems } from '../../systems/all.js';
import { SHIPPED_ROOT } from '../fixtures/roots.js';

/** An application of a system that ships, and where it is added. */
export interface ShippedApplication extends AddedApplication {
  /** `<fleet>/<cluster>/<application>`. */
  readonly place: string;
  readonly cluster: FleetCluster;
}

/** The applications of all systems. */
export function shippedApplications(): readonly ShippedApplication[] {
  return allSystems({ roots: () => [SHIPPED_ROOT] }).flatMap((fleet) =>
    fleet.clusters.flatMap((cluster) =>
      applicationsOf(cluster).map((added) => ({
        ...added,
        place: `${fleet.name}/${cluster.name}/${added.application.name}`,
        cluster,
      })),
    ),
  );
}

/** The objects of a changed application alone, in the order in which they are applied; undefined if it is refused. */
export function objectsWith(
  { cluster, options }: ShippedApplication,
  changed: Application,
  wanted: (component: string) => boolean = () => true,
): readonly ManifestObject[] | undefined {
  const alike = new Fleet('fleet').addCluster(cluster.name, propsOf(cluster));
  addApplication(alike, { ...changed, cluster: alike }, options);
  const app = new App();
  try {
    for (const [component, build] of alike.components) {
      // The one with the application's name says why it is refused.
      if (component !== changed.name && !wanted(component)) continue;
      build(new Chart(app, component, { disableResourceNameHashes: true }));
    }
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
  return arrange('fleet', app).files.flatMap(({ objects }) => objects);
}

/** What was stated of a cluster: it keeps all of it under the same names. */
function propsOf(cluster: FleetCluster): ClusterProps {
  const { name, problems, ...stated } = cluster;
  return Object.fromEntries(
    Object.entries(stated).filter(([, value]) => value !== undefined),
  ) as unknown as ClusterProps;
}
