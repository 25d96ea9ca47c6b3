import { App, Chart } from 'cdk8s';
import { dump } from 'js-yaml';
import { InvalidInput } from '../diagnostic.js';
import { nearest } from '../formats/did-you-mean.js';
import { IstioControlPlane } from '../write/istio/control-plane/istio-control-plane.js';
import { istioOperatorInput } from '../write/istio/control-plane/istioctl-input.js';
import type { Fleet } from '../write/platform/fleet.js';
import type { FleetCluster } from '../write/platform/fleet-cluster.js';

/**
 * The control plane of one cluster as input for `istioctl manifest generate -f`. Throws {@link InvalidInput} if there is none.
 *
 * @param target `<fleet>/<cluster>`
 */
export function istioctlInput(fleets: readonly Fleet[], target: string): string {
  const clusters = new Map<string, FleetCluster>();
  for (const fleet of fleets)
    for (const cluster of fleet.clusters) clusters.set(`${fleet.name}/${cluster.name}`, cluster);
  const cluster = clusters.get(target);
  const [controlPlane] = cluster === undefined ? [] : controlPlanesOf(cluster);
  if (controlPlane === undefined) {
    const able = [...clusters].filter(([, other]) => controlPlanesOf(other).length > 0).map(([name]) => name);
    throw refusal(target, cluster === undefined ? 'not known' : 'without IstioControlPlane', able);
  }
  return dump(istioOperatorInput(controlPlane.props), { noRefs: true });
}

function controlPlanesOf(cluster: FleetCluster): IstioControlPlane[] {
  const app = new App();
  for (const [component, build] of cluster.components)
    build(new Chart(app, component, { disableResourceNameHashes: true }));
  return app.node.findAll().filter((construct) => construct instanceof IstioControlPlane);
}

function refusal(target: string, got: string, able: readonly string[]): InvalidInput {
  const meant = nearest(target, able);
  return new InvalidInput([
    {
      where: `Cluster '${target}'`,
      got,
      expected: able.length === 0 ? 'a cluster with IstioControlPlane' : able.join(' or '),
      fix: `${meant === undefined ? '' : `Did you mean ${meant}? `}Name another: npm run istioctl-input -- <fleet>/<cluster>.`,
    },
  ]);
}
