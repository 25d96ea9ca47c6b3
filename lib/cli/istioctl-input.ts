import { App, Chart } from 'cdk8s';
import { dump } from 'js-yaml';
import type { Fleet, FleetCluster } from '../fleet/fleet.js';
import { IstioControlPlane } from '../istio/control-plane/istio-control-plane.js';
import { istioOperatorInput } from '../istio/control-plane/istioctl-input.js';
import { InvalidInput } from '../problem.js';

/**
 * The control plane of one cluster as `istioctl manifest generate -f` takes it. Throws {@link InvalidInput} where there is none.
 *
 * @param target `<fleet>/<cluster>`
 */
export function istioctlInput(fleets: readonly Fleet[], target: string): string {
  const clusters = new Map<string, FleetCluster>();
  for (const fleet of fleets)
    for (const cluster of fleet.clusters) clusters.set(`${fleet.name}/${cluster.name}`, cluster);
  const cluster = clusters.get(target);
  if (cluster === undefined) throw refusal(target, 'not known', [...clusters.keys()].join(' or '));
  const [controlPlane] = controlPlanesOf(cluster);
  if (controlPlane === undefined) throw refusal(target, 'without IstioControlPlane', 'a cluster that has one');
  return dump(istioOperatorInput(controlPlane.props), { noRefs: true });
}

function controlPlanesOf(cluster: FleetCluster): IstioControlPlane[] {
  const app = new App();
  for (const [component, build] of cluster.components)
    build(new Chart(app, component, { disableResourceNameHashes: true }));
  return app.node.findAll().filter((construct) => construct instanceof IstioControlPlane);
}

function refusal(target: string, got: string, expected: string): InvalidInput {
  return new InvalidInput([
    { where: `Cluster '${target}'`, got, expected, fix: 'Name another: npm run istioctl-input -- <fleet>/<cluster>.' },
  ]);
}
