import { oneOf, options, type Shape } from '../../../input/shape.js';
import { domainName, integer } from '../../../input/values.js';
import type { Peer } from '../peer.js';
import { PEER } from '../peer.js';

/** A host outside the cluster that a workload may reach. All others are denied. @see https://istio.io/latest/docs/tasks/traffic-management/egress/ */
export interface ExternalHost {
  /** DNS name of the host. @see https://istio.io/latest/docs/reference/config/networking/service-entry/ */
  readonly host: string;
  /** Port, 1 to 65535. @see https://istio.io/latest/docs/reference/config/networking/service-entry/ */
  readonly port: number;
  /** `tls` if the workload itself uses TLS, which the mesh does not decrypt; `tcp` for everything else. @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/ */
  readonly protocol: 'tls' | 'tcp';
}

/** A port of a workload outside the application that a service calls. Its owner decides whether the caller is admitted. @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export interface ExternalCall {
  /** The workload that is called. */
  readonly to: Peer;
  /** Number of its container port, 1 to 65535. @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
  readonly port: number;
}

/** What is accepted as an external host. */
export const EXTERNAL_HOST: Shape<ExternalHost> = options<ExternalHost>({
  host: domainName,
  port: integer(1, 65_535),
  protocol: oneOf('tls', 'tcp'),
});

/** What is accepted as a call of an external workload. */
export const EXTERNAL_CALL: Shape<ExternalCall> = options<ExternalCall>({ to: PEER, port: integer(1, 65_535) });
