import type { Diagnostic } from '../../diagnostic.js';
import { at, type Place, within } from '../../input/place.js';
import { kinds, list, type Shape } from '../../input/shape.js';
import { anyText, nodePort } from '../../input/values.js';
import { cidrFaults, overlap } from './networks.js';

/** How other clusters of a mesh reach a cluster's east-west gateway. @see https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/ */
export type EastWest = EastWestLoadBalancer | EastWestNodePort;

/** A load balancer, whose addresses are not those of the nodes. @see https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer */
export interface EastWestLoadBalancer {
  /** The type of the gateway's Service. */
  readonly kind: 'LoadBalancer';
  /** CIDRs of the load balancer's addresses, to which network policies of other clusters allow egress. */
  readonly cidrs: readonly string[];
}

/** The nodes themselves, each of which needs a pod of the gateway and an external address in its status. @see https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport */
export interface EastWestNodePort {
  /** The type of the gateway's Service. */
  readonly kind: 'NodePort';
  /** Port of each node, 30000 to 32767. */
  readonly nodePort: number;
}

/** What is accepted as east-west access. */
export const EAST_WEST: Shape<EastWest> = kinds<EastWest>({
  LoadBalancer: { cidrs: list(anyText, 1) },
  NodePort: { nodePort },
});

/** Faults in the addresses, and overlaps with the networks inside the cluster. */
export function checkEastWest(place: Place, eastWest: EastWest | undefined, inside: readonly string[]): Diagnostic[] {
  if (eastWest?.kind !== 'LoadBalancer') return [];
  return [
    ...within(at(place, 'cidrs'), cidrFaults(eastWest.cidrs)),
    ...eastWest.cidrs.flatMap((cidr): Diagnostic[] => {
      const own = inside.find((network) => overlap(cidr, network));
      if (own === undefined) return [];
      return [
        {
          ...at(place, 'cidrs'),
          got: `'${cidr}', which overlaps ${own}, a network inside the cluster`,
          expected: 'addresses that other clusters can reach',
          fix: 'Use those that the load balancer has outside the cluster.',
        },
      ];
    }),
  ];
}
