import type { Duration } from 'cdk8s';
import { kinds, list, oneOf, optional, options, type Shape } from '../../../input/shape.js';
import { text, timeSpan } from '../../../input/values.js';

/** How an endpoint is chosen for a request. @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings */
export interface LoadBalancing {
  /** Algorithm that chooses an endpoint. @default least-request */
  readonly algorithm?: 'least-request' | 'round-robin' | 'random';
  /** Time in which the share of a new endpoint grows to its full size. @default - the full share at once */
  readonly warmup?: Duration;
  /** What binds a client to one endpoint, instead of the algorithm. @default - nothing */
  readonly affinity?: SessionAffinity;
  /** Regions to fail over to when the endpoints of a region are ejected; requires a circuit breaker. @default - none @see https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/failover/ */
  readonly localityFailover?: readonly LocalityFailover[];
}

/** What identifies a session. @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB */
export type SessionAffinity =
  | { readonly kind: 'cookie'; readonly name: string; readonly ttl: Duration }
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'source-ip' };

/** Where the traffic of a region goes if the region has no healthy endpoint. @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Failover */
export interface LocalityFailover {
  /** Region, a value of the node label `topology.kubernetes.io/region`. */
  readonly from: string;
  /** Region to fail over to. */
  readonly to: string;
}

const REGION = text('a region without slashes and asterisks', /^[^/*\s]+$/);

/** What is accepted as load balancing. */
export const LOAD_BALANCING: Shape<LoadBalancing> = options<LoadBalancing>({
  algorithm: optional(oneOf('least-request', 'round-robin', 'random')),
  warmup: optional(timeSpan),
  affinity: optional(
    kinds<SessionAffinity>({ cookie: { name: text(), ttl: timeSpan }, header: { name: text() }, 'source-ip': {} }),
  ),
  localityFailover: optional(list(options<LocalityFailover>({ from: REGION, to: REGION }), 1)),
});
