import type { AlertCase, Sample } from './alert-case.js';

/** Four days, a sample every four minutes: the longest window is three days. */
const LONG = { at: '3d12h', interval: '4m' } as const;
const NAMES = ['BurnsOver1h', 'BurnsOver6h', 'LeaksOver1d', 'LeaksOver3d'];

/** What a mesh counts of a thousand requests at a time, of which some fail or are slow. */
type Requests = (failed: number, slow: number) => Sample;

const linkerd: Requests = (failed, slow) => {
  const labels = 'namespace="shop",deployment="basket",direction="inbound",target_port="8080",route_name="default"';
  return {
    [`response_total{${labels},classification="success"}`]: `0+${1000 - failed}x1300`,
    [`response_total{${labels},classification="failure"}`]: `0+${failed}x1300`,
    // Nobody promised anything of the probes.
    [`response_total{${labels.replace('default', 'probe')},classification="failure"}`]: '0+1000x1300',
    [`response_latency_ms_bucket{${labels},le="300"}`]: `0+${1000 - slow}x1300`,
    [`response_latency_ms_count{${labels}}`]: '0+1000x1300',
  };
};

const istio: Requests = (failed, slow) => {
  const labels = 'destination_workload_namespace="shop",destination_workload="basket",reporter="destination"';
  return {
    [`istio_requests_total{${labels},response_code="200"}`]: `0+${1000 - failed}x1300`,
    [`istio_requests_total{${labels},response_code="503"}`]: `0+${failed}x1300`,
    [`istio_request_duration_milliseconds_bucket{${labels},le="250.0"}`]: `0+${1000 - slow}x1300`,
    [`istio_request_duration_milliseconds_count{${labels}}`]: '0+1000x1300',
  };
};

/** Of a thousand requests, one may fail and ten may be slow. */
const cases = (requests: Requests): AlertCase[] =>
  NAMES.flatMap((name) => [
    { alert: `AvailabilityBudget${name}`, ...LONG, outage: requests(20, 0), calm: requests(0, 500) },
    { alert: `LatencyBudget${name}`, ...LONG, outage: requests(0, 200), calm: requests(500, 5) },
  ]);

export const LINKERD_OBJECTIVE_CASES = cases(linkerd);
export const ISTIO_OBJECTIVE_CASES = cases(istio);
