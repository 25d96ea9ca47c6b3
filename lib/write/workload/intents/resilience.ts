import type { Duration } from 'cdk8s';
import { list, oneOf, optional, options, type Shape } from '../../../input/shape.js';
import { integer, text, timeSpan } from '../../../input/values.js';

/** Failures after which a request can be retried. */
export const RETRY_CONDITIONS = [
  'connect-failure',
  'refused-stream',
  'reset',
  'gateway-error',
  'server-error',
] as const;

/**
 * `connect-failure`: no connection; `refused-stream`: the server refused the stream before processing it; `reset`: the stream broke;
 * `gateway-error`: 502, 503 or 504; `server-error`: every 5xx, also for a request that took effect.
 */
export type RetryCondition = (typeof RETRY_CONDITIONS)[number];

/** Retries of failed requests. @see https://istio.io/latest/docs/concepts/traffic-management/#retries */
export interface Retries {
  /**
   * Retries allowed for a request, 1 to 10, as upstream counts them: the first try is not one of them, so that a request is sent at most
   * `attempts + 1` times. Istio calls it `attempts` too, Linkerd `retry.linkerd.io/limit`.
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry
   */
  readonly attempts: number;
  /**
   * Longest duration of one try, above zero. Istio ends every try after it, so that a request fails after (attempts + 1) times this
   * duration, and retries a try that it ended if `on` has `gateway-error`, `server-error` or `reset`. Linkerd retries such a try whatever
   * `on` has, and does not end the last try, which may take the rest of the timeout.
   * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-upstream-rq-per-try-timeout-ms
   */
  readonly perTryTimeout: Duration;
  /** Failures after which to retry, at least one. */
  readonly on: readonly RetryCondition[];
  /** Effects of these values that are errors unless a reason is given. @default - none is accepted */
  readonly accepts?: RetryAcceptances;
}

/** Effects of retries that are accepted, each with the reason. @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2 */
export interface RetryAcceptances {
  /** Why all tries together may end before the timeout, which is then never reached. @default - an error in a mesh that ends the last try */
  readonly unreachableTimeout?: string;
  /** Why a POST or PATCH that took effect may be sent again. @default - an error */
  readonly repeatsNonIdempotent?: string;
}

/** Ejection of an endpoint that keeps failing. @see https://istio.io/latest/docs/tasks/traffic-management/circuit-breaking/ */
export interface CircuitBreaker {
  /** Consecutive failures after which an endpoint is ejected, 1 to 1000. */
  readonly consecutiveFailures: number;
  /** What counts as a failure: `gateway-error` is 502, 503, 504 and broken connections, `server-error` any 5xx. @default server-error */
  readonly failure?: 'gateway-error' | 'server-error';
  /** Interval at which endpoints are judged. @default 10 seconds */
  readonly interval?: Duration;
  /** Duration of the first ejection of an endpoint; later ones are longer. */
  readonly ejectionTime: Duration;
  /** Longest duration of an ejection; not every mesh can set it. @default - that of the mesh */
  readonly maxEjectionTime?: Duration;
  /** Largest share of endpoints that may be ejected at a time, 1 to 100 percent. @default 50 */
  readonly maxEjectionPercent?: number;
}

/** Limits on the connections to a service, for the proxy of each caller. @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings */
export interface ConnectionPool {
  /** Longest time to wait for a connection. @default - that of the mesh */
  readonly connectTimeout?: Duration;
  /** Concurrent connections, 1 to 1,000,000. @default - no limit */
  readonly maxConnections?: number;
  /** Requests that wait for a connection, 1 to 1,000,000. @default - no limit */
  readonly maxPendingRequests?: number;
  /** Concurrent requests, 1 to 1,000,000. @default - no limit */
  readonly maxRequests?: number;
  /** Requests after which a connection is closed, 1 to 1,000,000. @default - no limit */
  readonly maxRequestsPerConnection?: number;
  /** Time after which an idle connection is closed. @default - that of the mesh */
  readonly idleTimeout?: Duration;
  /** TCP keep-alive probes on idle connections. @default - none */
  readonly keepAlive?: KeepAlive;
}

/** TCP keep-alive probes. @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-TcpKeepalive */
export interface KeepAlive {
  /** Idle time before the first probe. */
  readonly time: Duration;
  /** Time between two probes. */
  readonly interval: Duration;
  /** Unanswered probes after which the connection is closed, 1 to 20. */
  readonly probes: number;
}

const REASON = text('a reason, in words');

/** What is accepted as retries. */
export const RETRIES: Shape<Retries> = options<Retries>({
  attempts: integer(1, 10),
  perTryTimeout: timeSpan,
  on: list(oneOf(...RETRY_CONDITIONS), 1),
  accepts: optional(
    options<RetryAcceptances>({ unreachableTimeout: optional(REASON), repeatsNonIdempotent: optional(REASON) }),
  ),
});

/** What is accepted as a circuit breaker. */
export const CIRCUIT_BREAKER: Shape<CircuitBreaker> = options<CircuitBreaker>({
  consecutiveFailures: integer(1, 1000),
  failure: optional(oneOf('gateway-error', 'server-error')),
  interval: optional(timeSpan),
  ejectionTime: timeSpan,
  maxEjectionTime: optional(timeSpan),
  maxEjectionPercent: optional(integer(1, 100)),
});

/** What is accepted as a connection pool. */
export const CONNECTION_POOL: Shape<ConnectionPool> = options<ConnectionPool>({
  connectTimeout: optional(timeSpan),
  maxConnections: optional(integer(1, 1_000_000)),
  maxPendingRequests: optional(integer(1, 1_000_000)),
  maxRequests: optional(integer(1, 1_000_000)),
  maxRequestsPerConnection: optional(integer(1, 1_000_000)),
  idleTimeout: optional(timeSpan),
  keepAlive: optional(options<KeepAlive>({ time: timeSpan, interval: timeSpan, probes: integer(1, 20) })),
});
