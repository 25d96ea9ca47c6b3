import type { GatewayClass } from '../../lib/write/linkerd/traffic/gateway-class.js';
import type { Prometheus } from '../../lib/write/observability/prometheus.js';
import type { SecretSource } from '../../lib/write/secrets/required-secret.js';

/** What can be asked of the system beyond its production case. */
export interface TitanOptions {
  /** Public root certificates of the fleet in PEM, as `npm run trust -- create titan` writes them. */
  readonly roots: readonly string[];
  /** Release line of Linkerd; the first is the one that the seed weighs. @default 2.20 */
  readonly linkerd?: '2.19' | '2.20';
  /** NATS servers of each region: 1, or an odd number from 3. @default 3 */
  readonly servers?: number;
  /** How passwords and keys come into the clusters. @default - `npm run credentials` makes them */
  readonly secrets?: SecretSource;
  /** Release of the Gateway API in the clusters: one that Linkerd and the gateway class are made for. @default - the newest that this Linkerd reads: 1.2.1 or 1.5.1 */
  readonly gatewayApi?: string;
  /** What makes the pods of the gateway through which the console is reached. @default - Envoy Gateway 1.8, which Linkerd 2.19 is too old for */
  readonly gatewayClass?: GatewayClass;
  /** The Prometheus of each region, meshed and no part of the fleet. @default - the ServiceAccount `prometheus` in `monitoring` */
  readonly prometheus?: Prometheus;
}

/** The clusters. */
export type Region = 'primary' | 'secondary';

/** Namespace of the services. */
export const NAMESPACE = 'titan';
/** Namespace of the NATS servers. */
export const NATS_NAMESPACE = 'nats-system';
/** The Secret by whose key both ends of the socket sign. */
export const IPC_SECRET = 'titan-ipc';
