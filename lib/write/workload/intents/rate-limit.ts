import { optional, options, type Shape } from '../../../input/shape.js';
import { integer } from '../../../input/values.js';

/**
 * Requests that one pod accepts before it answers 429. Each pod counts on its own: the limit of a service is that of a pod times its pods.
 *
 * @see https://istio.io/latest/docs/tasks/policy-enforcement/rate-limit/
 */
export interface RateLimit {
  /** Average requests per second, 1 to 1,000,000. @see https://istio.io/latest/docs/tasks/policy-enforcement/rate-limit/ */
  readonly requestsPerSecond: number;
  /** Requests that may arrive at once after an idle time, 1 to 10,000,000. @default - as many as in one second */
  readonly burst?: number;
}

/** What is accepted as a rate limit. */
export const RATE_LIMIT: Shape<RateLimit> = options<RateLimit>({
  requestsPerSecond: integer(1, 1_000_000),
  burst: optional(integer(1, 10_000_000)),
});
