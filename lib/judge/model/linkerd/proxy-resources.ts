import { parseQuantity } from '../../../formats/quantity.js';
import { valueAt } from '../../../manifest/read.js';
import type { ClusterIndex } from '../cluster-index.js';
import { installedValues } from '../linkerd-control-plane/control-plane.js';
import { perCluster } from '../per-cluster.js';
import type { PodTemplate } from '../pods/pod.js';

/** A resource of the proxy, as annotations name it. */
export type ProxyResource = `${'cpu' | 'memory'}-${'request' | 'limit'}`;

export const PROXY_RESOURCES: readonly ProxyResource[] = ['cpu-request', 'cpu-limit', 'memory-request', 'memory-limit'];

export function resourceAnnotation(resource: ProxyResource | `ephemeral-storage-${'request' | 'limit'}`): string {
  return `config.linkerd.io/proxy-${resource}`;
}

/** Resources that the control plane gives every proxy by its configuration. */
const clusterDefaults = perCluster((cluster): ReadonlyMap<ProxyResource, string> => {
  const values = installedValues(cluster);
  return new Map(
    PROXY_RESOURCES.flatMap((resource): [ProxyResource, string][] => {
      const [name = '', bound = ''] = resource.split('-');
      const value = valueAt(values, 'proxy', 'resources', name, bound);
      return value === undefined || value === null || value === '' ? [] : [[resource, String(value)]];
    }),
  );
});

/** The quantity of a resource that the proxy of these pods gets; undefined if nothing sets one. */
export function proxyResourceOf(pod: PodTemplate, resource: ProxyResource, cluster: ClusterIndex): string | undefined {
  const named = pod.annotations[resourceAnnotation(resource)];
  // The injector ignores a value that is not a quantity.
  if (named !== undefined && parseQuantity(named) !== undefined) return named;
  return clusterDefaults(cluster).get(resource);
}
