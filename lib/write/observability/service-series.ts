import { KUBELET_POLICIES } from '../linkerd/policy/route-name.js';
import type { ObservedWorkload } from './observed-workload.js';
import { bucketBound, literally, type Matcher, type Matchers, series } from './promql.js';

/** A mesh whose proxies count requests. */
export type ObservedMesh = 'linkerd' | 'istio';

/** Histogram buckets of request durations in the proxies, in milliseconds. */
export const LATENCY_BOUNDS: { readonly [Mesh in ObservedMesh]: readonly number[] } = {
  // linkerd/metrics/src/latency.rs of the proxy.
  linkerd: [
    ...[1, 2, 3, 4, 5, 10, 20, 30, 40, 50, 100, 200, 300, 400, 500, 1_000, 2_000, 3_000, 4_000, 5_000],
    ...[10_000, 20_000, 30_000, 40_000, 50_000],
  ],
  // Envoy's default buckets.
  istio: [
    ...[0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 600_000],
    ...[1_800_000, 3_600_000],
  ],
};

/** The metrics of one mesh for the requests that a workload answers, counted by the workload's proxy. */
export interface ServiceSeries {
  /** All responses. */
  readonly answers: string;
  /** Responses that count as failures. */
  readonly failures: string;
  /** Responses within a bound of {@link LATENCY_BOUNDS}. */
  within(milliseconds: number): string;
  /** Responses by duration. */
  readonly buckets: string;
  /** All responses that have a bucket. */
  readonly timed: string;
}

/** Series of one workload, or of all that match. */
export function serviceSeries(mesh: ObservedMesh, workload?: ObservedWorkload | Matchers): ServiceSeries {
  return mesh === 'linkerd' ? linkerdSeries(workload) : istioSeries(workload);
}

/** Inbound requests without the kubelet's probes and without the proxy's own port. */
const LINKERD_INBOUND: Matchers = {
  direction: 'inbound',
  target_port: { not: '4191' },
  authz_name: { matchesNot: KUBELET_POLICIES },
};

function linkerdSeries(workload: ObservedWorkload | Matchers | undefined): ServiceSeries {
  const selected = isWorkload(workload)
    ? { namespace: workload.namespace, [workload.kind]: membersOf(workload) }
    : workload;
  const labels: Matchers = { ...selected, ...LINKERD_INBOUND };
  return {
    answers: series('response_total', labels),
    failures: series('response_total', { ...labels, classification: 'failure' }),
    within: (milliseconds) => series('response_latency_ms_bucket', { ...labels, le: bucketBound(milliseconds) }),
    buckets: series('response_latency_ms_bucket', labels),
    timed: series('response_latency_ms_count', labels),
  };
}

function istioSeries(workload: ObservedWorkload | Matchers | undefined): ServiceSeries {
  const selected = isWorkload(workload)
    ? { destination_workload_namespace: workload.namespace, destination_workload: membersOf(workload) }
    : workload;
  const labels: Matchers = { ...selected, reporter: 'destination' };
  return {
    answers: series('istio_requests_total', labels),
    failures: series('istio_requests_total', { ...labels, response_code: { matches: '0|5..' } }),
    within: (milliseconds) =>
      series('istio_request_duration_milliseconds_bucket', { ...labels, le: bucketBound(milliseconds) }),
    buckets: series('istio_request_duration_milliseconds_bucket', labels),
    timed: series('istio_request_duration_milliseconds_count', labels),
  };
}

function membersOf({ name, members = [name] }: ObservedWorkload): Matcher {
  const [only = name, ...others] = members;
  return others.length === 0 ? only : { matches: members.map(literally).join('|') };
}

function isWorkload(workload: ObservedWorkload | Matchers | undefined): workload is ObservedWorkload {
  return workload !== undefined && typeof workload['kind'] === 'string' && typeof workload['name'] === 'string';
}
