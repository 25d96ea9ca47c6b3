import type { Duration } from 'cdk8s';

/** A duration in seconds: `30s`, `0.25s`, the form that all readers of Istio's APIs accept, Go's and protobuf's. */
export function istioDuration(duration: Duration): string {
  return `${duration.toMilliseconds() / 1000}s`;
}
