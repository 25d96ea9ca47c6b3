import type { Cluster } from '../../fleet/cluster.js';
import type { Peer } from '../../workload/peer.js';

/** DNS name of a peer's Service. */
export function serviceHost({ name, namespace }: Peer, cluster: Cluster): string {
  return cluster.serviceName(name, namespace);
}
