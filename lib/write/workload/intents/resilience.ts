import type { Duration } from 'cdk8s';
import { list, oneOf, optional, options, type Shape } from '../../../input/shape.js';
import { integer, text, timeSpan } from '../../../input/values.js';

/** What lets a failed request be sent again. */
export const RETRY_CONDITIONS = [
  'connect-failure',
  'refused-stream',
  'reset',
  'gateway-error',
  'server-error',
] as const;

/**
 * `connect-failure`: no connection; `refused-stream`: the server refused before it began; `reset`: it broke off;
 * `gateway-error`: 502, 503 or 504; `server-error`: every 5xx, also of a request that took effect.
 */
export type RetryCondition = (typeof RETRY_CONDITIONS)[number];

/** Sending again what failed. @see https://istio.io/latest/docs/concepts/traffic-management/#retries */
export interface Retries {
  /** Times that a request is sent again, 1 to 10: with the first try, it is sent once more than this. */
  readonly attempts: number;
  /**
   * Time that one try may take. Istio ends every try after it, so that a request has failed after (attempts + 1) times as much, and
   * tries again where `on` has `gateway-error`, `server-error` or `reset`. Linkerd tries again whatever `on` has, and does not end
   * the last try, which may take all that is left of the timeout.
   * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-upstream-rq-per-try-timeout-ms
   */
  readonly perTryTimeout: Duration;
  /** Failures after which to try again. */
  readonly on: readonly RetryCondition[];
  /** What these figures do that is an error unless somebody says why it is meant. @default - nothing */
  readonly accepts?: RetryAcceptances;
}

/** What is known of retries and stands, each for the reason that is given. @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2 */
export interface RetryAcceptances {
  /** Why all tries together may end before the timeout does, which is then never reached. @default - an error, where a mesh ends the last try */
  readonly unreachableTimeout?: string;
  /** Why a POST or a PATCH that was carried out may be sent again. @default - an error */
  readonly repeatsNonIdempotent?: string;
}

/** Taking an endpoint out that keeps failing. @see https://istio.io/latest/docs/tasks/traffic-management/circuit-breaking/ */
export interface CircuitBreaker {
  /** Failures in a row after which an endpoint is out, 1 or more. */
  readonly consecutiveFailures: number;
  /** What counts as a failure: 502, 503, 504 and broken connections, or any 5xx. @default server-error */
  readonly failure?: 'gateway-error' | 'server-error';
  /** Time between two looks at the endpoints. @default 10 seconds */
  readonly interval?: Duration;
  /** Time that an endpoint is out the first time; each further time it grows. */
  readonly ejectionTime: Duration;
  /** Time that an endpoint is out at most; not every mesh can set it. @default - the mesh's own */
  readonly maxEjectionTime?: Duration;
  /** Share of the endpoints that may be out together, 1 to 100 percent. @default 50 */
  readonly maxEjectionPercent?: number;
}

/** Limits on the connections to a service, for each of its callers' proxies. @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings */
export interface ConnectionPool {
  /** Time to wait for a connection. @default - the mesh's own */
  readonly connectTimeout?: Duration;
  /** Connections at a time. @default - no limit */
  readonly maxConnections?: number;
  /** Requests that wait for a connection. @default - no limit */
  readonly maxPendingRequests?: number;
  /** Requests at a time. @default - no limit */
  readonly maxRequests?: number;
  /** Requests after which a connection is closed. @default - no limit */
  readonly maxRequestsPerConnection?: number;
  /** Time after which a connection without requests is closed. @default - the mesh's own */
  readonly idleTimeout?: Duration;
  /** How a silent connection is kept, and its end noticed. @default - not at all */
  readonly keepAlive?: KeepAlive;
}

/** TCP keep-alive. @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-TcpKeepalive */
export interface KeepAlive {
  /** Silence after which the first probe is sent. */
  readonly time: Duration;
  /** Time between two probes. */
  readonly interval: Duration;
  /** Probes without an answer after which the connection is dead, 1 to 20. */
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
