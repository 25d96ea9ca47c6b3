import { list, optional, options, type Shape } from '../../input/shape.js';
import { anyText, integer, label } from '../../input/values.js';
import { CLUSTER, type Cluster } from '../fleet/cluster.js';
import { GATEWAY, type Gateway } from '../workload/gateway.js';
import { PEER, type Peer } from '../workload/peer.js';

/** The pods of a gateway, and the traffic to and from them. @see https://istio.io/latest/docs/setup/additional-setup/gateway/ */
export interface IstioGatewayProps {
  /** The cluster; its mesh injects the proxy that the pods consist of. */
  readonly cluster: Cluster;
  /** Name, a separate namespace, direction, pods and resources. */
  readonly gateway: Gateway;
  /** CIDRs that may reach an ingress or east-west gateway, at least one. @default - all */
  readonly clients?: readonly string[];
  /** Pods that may send through an egress gateway. @default - none */
  readonly callers?: readonly Peer[];
  /** CIDRs that an egress gateway may reach, at least one. @default - all except the networks of the cluster, since the addresses of host names are unknown */
  readonly destinations?: readonly string[];
  /** Ports on which an egress gateway may reach them, 1 to 65535, at least one. @default 443 */
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
