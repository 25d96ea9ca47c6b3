import { optional, options, type Shape } from '../../../input/shape.js';
import { integer } from '../../../input/values.js';

/**
 * What one pod takes in before it answers 429. Each pod counts for itself: a service takes as many times as much as it has pods.
 *
 * @see https://istio.io/latest/docs/tasks/policy-enforcement/rate-limit/
 */
export interface RateLimit {
  /** Requests a second in the long run, 1 or more. @see https://istio.io/latest/docs/tasks/policy-enforcement/rate-limit/ */
  readonly requestsPerSecond: number;
  /** Requests that may come at once after a rest. @default - as many as in a second */
  readonly burst?: number;
}

/** What is accepted as a rate limit. */
export const RATE_LIMIT: Shape<RateLimit> = options<RateLimit>({
  requestsPerSecond: integer(1, 1_000_000),
  burst: optional(integer(1, 10_000_000)),
});
