import { list, options, type Shape } from '../../../input/shape.js';
import { CLUSTER, type Cluster } from '../../fleet/cluster.js';
import { GATEWAY, type Gateway } from '../gateway.js';

/**
 * Clusters of one mesh that run the same services, so that one takes over where the other has no healthy endpoint. What comes from
 * another cluster enters by a gateway that sees no more than server names: mTLS reaches from workload to workload.
 *
 * @see https://istio.io/latest/docs/ops/deployment/deployment-models/#multiple-clusters
 */
export interface Federation {
  /** Gateway by which the other clusters enter this one; its direction is `east-west`. */
  readonly gateway: Gateway;
  /** The other clusters, each with a network of its own; `eastWest` of each says where its gateway answers. */
  readonly clusters: readonly Cluster[];
}

/** Port on which such a gateway answers. @see https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/ */
export const EAST_WEST_PORT = 15_443;

/** Addresses and port at which a gateway for other clusters answers. */
export interface Entrance {
  readonly cidrs: readonly string[];
  readonly port: number;
}

/** Where a cluster is entered from others; undefined where it does not say. */
export function entranceOf({ eastWest, nodeCidrs }: Cluster): Entrance | undefined {
  switch (eastWest?.kind) {
    case 'LoadBalancer':
      return { cidrs: eastWest.cidrs, port: EAST_WEST_PORT };
    case 'NodePort':
      return { cidrs: nodeCidrs, port: eastWest.nodePort };
    case undefined:
      return undefined;
  }
}

/** What is accepted as a federation. */
export const FEDERATION: Shape<Federation> = options<Federation>({ gateway: GATEWAY, clusters: list(CLUSTER, 1) });
