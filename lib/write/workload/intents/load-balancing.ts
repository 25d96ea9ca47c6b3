import type { Duration } from 'cdk8s';
import { kinds, list, oneOf, optional, options, type Shape } from '../../../input/shape.js';
import { text, timeSpan } from '../../../input/values.js';

/** Which endpoint gets a request. @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings */
export interface LoadBalancing {
  /** How an endpoint is chosen where nothing else decides. @default least-request */
  readonly algorithm?: 'least-request' | 'round-robin' | 'random';
  /** Time over which a new endpoint gets more and more requests. @default - all at once */
  readonly warmup?: Duration;
  /** What keeps a client with one endpoint; takes the place of the algorithm. @default - nothing */
  readonly affinity?: SessionAffinity;
  /** Regions that take over for each other when all near endpoints are out; needs a circuit breaker to notice. @default - none @see https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/failover/ */
  readonly localityFailover?: readonly LocalityFailover[];
}

/** What stays the same within a session. @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB */
export type SessionAffinity =
  | { readonly kind: 'cookie'; readonly name: string; readonly ttl: Duration }
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'source-ip' };

/** Where a region's traffic goes when the region has no healthy endpoint. @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Failover */
export interface LocalityFailover {
  /** Region, as `topology.kubernetes.io/region` on the nodes says it. */
  readonly from: string;
  /** Region that takes over. */
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
