import type { Cluster } from '../../fleet/cluster.js';
import { DEFAULT_TRUST_DOMAIN } from '../../fleet/mesh.js';
import { identityOf, type Peer } from '../../workload/peer.js';

/** The domain of the identities in a cluster. */
export function trustDomainOf({ istio }: Pick<Cluster, 'istio'>): string {
  return istio?.trustDomain ?? DEFAULT_TRUST_DOMAIN;
}

/** The identity that a peer's mTLS proves, in the form that policies use. @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source */
export function principalOf(peer: Peer, cluster: Pick<Cluster, 'istio'>): string {
  const { namespace, serviceAccount } = identityOf(peer);
  return `${trustDomainOf(cluster)}/ns/${namespace}/sa/${serviceAccount}`;
}
