import { list, optional, options, type Shape } from '../../input/shape.js';
import { anyText, integer, label } from '../../input/values.js';
import { CLUSTER, type Cluster } from '../fleet/cluster.js';
import { GATEWAY, type Gateway } from '../workload/gateway.js';
import { PEER, type Peer } from '../workload/peer.js';

/** A gateway's pods, and whom they may speak with. @see https://istio.io/latest/docs/setup/additional-setup/gateway/ */
export interface IstioGatewayProps {
  /** The cluster; its mesh injects the proxy that the pods consist of. */
  readonly cluster: Cluster;
  /** Name, namespace of its own, direction, pods and resources. */
  readonly gateway: Gateway;
  /** CIDRs from which a gateway is reached by which traffic comes in. @default - everywhere */
  readonly clients?: readonly string[];
  /** Pods that may send through an egress gateway. @default - none */
  readonly callers?: readonly Peer[];
  /** CIDRs that an egress gateway reaches. @default - everywhere but the cluster's own networks, for names do not tell */
  readonly destinations?: readonly string[];
  /** Ports on which an egress gateway reaches them. @default 443 */
  readonly destinationPorts?: readonly number[];
  /** Namespaces whose pods may read the gateway's metrics. @default - none */
  readonly scrapers?: readonly string[];
}

/** What is accepted as a gateway. */
export const ISTIO_GATEWAY_PROPS: Shape<IstioGatewayProps> = options<IstioGatewayProps>({
  cluster: CLUSTER,
  gateway: GATEWAY,
  clients: optional(list(anyText, 1)),
  callers: optional(list(PEER)),
  destinations: optional(list(anyText, 1)),
  destinationPorts: optional(list(integer(1, 65_535), 1)),
  scrapers: optional(list(label)),
});
