import { App, Chart } from 'cdk8s';
import { throwIfAny } from '../diagnostic.js';
import { formatAddress, hostCidr, parseCidr } from '../formats/cidr.js';
import type { ManifestObject } from '../manifest/object.js';
import { resolve } from '../manifest/resolve.js';
import { LINKERD_KUBERNETES } from '../releases/compatibility.js';
import { Cluster } from '../write/fleet/cluster.js';
import type { LinkerdCniOptions } from '../write/linkerd/cni/linkerd-cni.js';
import { LinkerdControlPlane } from '../write/linkerd/control-plane/linkerd-control-plane.js';
import type { LinkerdOptions } from '../write/linkerd/control-plane/linkerd-options.js';
import type { ChartOptions, ChartValues } from './chart-options.js';

/** More nodes than any control plane needs: the chart does not know the number of nodes. */
const NODES = 1000;

/** Our objects for a chart's options. Throws the faults that our construct finds in them. */
export function ourRendering(options: ChartOptions, cni: ChartValues): ManifestObject[] {
  const app = new App();
  const chart = new Chart(app, 'linkerd', { disableResourceNameHashes: true });
  const [, kubernetesVersion] = LINKERD_KUBERNETES[options.line];
  const [pods, services] = twoNetworks(String(options.values['clusterNetworks'] ?? ''));
  const cluster = new Cluster('chart', {
    kubernetesVersion,
    mesh: { kind: 'linkerd', version: options.line, cni: options.cniEnabled },
    clusterDomain: options.clusterDomain,
    nodeAddresses: ['192.0.2.1'],
    nodes: NODES,
    podCidrs: [pods],
    serviceCidrs: [services],
  });
  new LinkerdControlPlane(chart, 'linkerd', {
    cluster,
    roots: options.roots,
    values: options.values as LinkerdOptions,
    cni: cni as LinkerdCniOptions,
  });
  const { objects, problems } = resolve(app);
  throwIfAny(problems);
  return objects.map(({ object }) => object);
}

/** Any two networks within the chart's networks: the chart does not know which the cluster has. */
function twoNetworks(clusterNetworks: string): readonly [string, string] {
  const held = clusterNetworks.split(',').flatMap((network) => parseCidr(network.trim()) ?? []);
  const { family, first } = held[0] ?? { family: 'ipv4', first: 10n << 24n };
  return [hostCidr(formatAddress(family, first)), hostCidr(formatAddress(family, first + 1n))];
}
