import { list, options, type Shape } from '../../../input/shape.js';
import { CLUSTER, type Cluster } from '../../fleet/cluster.js';
import { GATEWAY, type Gateway } from '../gateway.js';

/**
 * Clusters of one mesh that run the same services, so that one answers if the other has no healthy endpoint. Traffic from another cluster
 * enters through a gateway that sees only server names: mTLS is end to end, from workload to workload.
 *
 * @see https://istio.io/latest/docs/ops/deployment/deployment-models/#multiple-clusters
 */
export interface Federation {
  /** Gateway through which traffic of the other clusters enters; its direction is `east-west`. */
  readonly gateway: Gateway;
  /** The other clusters, at least one, each with a network of its own; `eastWest` of each states where its gateway answers. */
  readonly clusters: readonly Cluster[];
}

/** Port of an east-west gateway. @see https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/ */
export const EAST_WEST_PORT = 15_443;

/** Addresses and port of an east-west gateway. */
export interface Entrance {
  readonly cidrs: readonly string[];
  readonly port: number;
}

/** Where traffic of other clusters enters a cluster; undefined if the cluster does not state it. */
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
