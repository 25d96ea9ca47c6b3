import type { Gateway } from '../workload/gateway.js';
import { EAST_WEST_PORT } from '../workload/intents/federation.js';
import { identityOf, type PeerIdentity } from '../workload/peer.js';

/**
 * A port of a gateway. A `Gateway` object names that of the Service, and istiod opens the container's; an AuthorizationPolicy and a
 * NetworkPolicy name the container's.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Port
 */
export interface GatewayPort {
  /** Name within the Service. */
  readonly name: 'http' | 'https' | 'tls' | 'clusters';
  /** Number within the Service, and in the `Gateway` object. */
  readonly port: number;
  /** Number within the pods: above 1023, so that no right is needed to open it. */
  readonly containerPort: number;
}

/** What policies and routes must know of a gateway's pods. @see https://istio.io/latest/docs/reference/config/networking/gateway/ */
export interface GatewayIdentity extends PeerIdentity {
  /** Ports on which the pods listen, as soon as a `Gateway` object asks for them. */
  readonly ports: readonly GatewayPort[];
}

/**
 * Ports of a gateway: plaintext, to be redirected where it comes from outside; and TLS, which an egress gateway ends as mTLS of the mesh.
 * One for other clusters has neither: it passes on mTLS that it does not end.
 */
export function gatewayPorts(gateway: {
  readonly direction: 'ingress' | 'egress';
}): readonly [GatewayPort, GatewayPort];
export function gatewayPorts(gateway: Pick<Gateway, 'direction'>): readonly GatewayPort[];
export function gatewayPorts({ direction }: Pick<Gateway, 'direction'>): readonly GatewayPort[] {
  if (direction === 'east-west') return [{ name: 'clusters', port: EAST_WEST_PORT, containerPort: EAST_WEST_PORT }];
  return [
    { name: 'http', port: 80, containerPort: 8080 },
    { name: direction === 'ingress' ? 'https' : 'tls', port: 443, containerPort: 8443 },
  ];
}

/** The identity of a gateway: plain data, the same for the pods and for all that names them. */
export function gatewayIdentity(gateway: Gateway): GatewayIdentity {
  return { ...identityOf(gateway), ports: gatewayPorts(gateway) };
}
