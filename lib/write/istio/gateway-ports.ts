import type { Gateway } from '../workload/gateway.js';
import { EAST_WEST_PORT } from '../workload/intents/federation.js';
import { identityOf, type PeerIdentity } from '../workload/peer.js';

/**
 * A port of a gateway. A `Gateway` object names the port of the Service, and istiod opens the container port; AuthorizationPolicies and
 * NetworkPolicies name the container port.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Port
 */
export interface GatewayPort {
  /** Name within the Service. */
  readonly name: 'http' | 'https' | 'tls' | 'clusters';
  /** Number within the Service, and in the `Gateway` object. */
  readonly port: number;
  /** Container port: above 1023, so that no privilege is needed to open it. */
  readonly containerPort: number;
}

/** How policies and routes refer to the pods of a gateway. @see https://istio.io/latest/docs/reference/config/networking/gateway/ */
export interface GatewayIdentity extends PeerIdentity {
  /** Ports on which the pods listen once a `Gateway` object uses them. */
  readonly ports: readonly GatewayPort[];
}

/**
 * Ports of a gateway: plaintext, which an ingress gateway redirects, and TLS, which is mTLS of the mesh at an egress gateway. An east-west
 * gateway has neither: it forwards mTLS without terminating it.
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

/** The identity of a gateway: plain data, the same for its pods and for objects that refer to them. */
export function gatewayIdentity(gateway: Gateway): GatewayIdentity {
  return { ...identityOf(gateway), ports: gatewayPorts(gateway) };
}
