import type { Duration } from 'cdk8s';

/** A length of time in seconds: `30s`, `0.25s`. The one form that every reader of Istio's APIs takes, Go's and protobuf's. */
export function istioDuration(duration: Duration): string {
  return `${duration.toMilliseconds() / 1000}s`;
}
