import type { AlertCase, Sample } from './alert-case.js';

/** A share is the same over a part of its window as over all of it: the longest alert waits for an hour, not for three days. */
const LONG = { at: '4h', interval: '4m' } as const;
const NAMES = ['BurnsOver1h', 'BurnsOver6h', 'LeaksOver1d', 'LeaksOver3d'];

/** What a mesh counts of a thousand requests at a time, of which some fail or are slow. */
type Requests = (failed: number, slow: number) => Sample;

const linkerd: Requests = (failed, slow) => {
  const labels = 'namespace="shop",deployment="basket",direction="inbound",target_port="8080",authz_name="client"';
  return {
    [`response_total{${labels},classification="success"}`]: `0+${1000 - failed}x65`,
    [`response_total{${labels},classification="failure"}`]: `0+${failed}x65`,
    // Nobody promised anything of the probes.
    [`response_total{${labels.replace('client', 'probe')},classification="failure"}`]: '0+1000x65',
    [`response_total{${labels.replace('client', 'basket-http.get.ready.exact.kubelet')},classification="failure"}`]:
      '0+1000x65',
    [`response_latency_ms_bucket{${labels},le="300"}`]: `0+${1000 - slow}x65`,
    [`response_latency_ms_count{${labels}}`]: '0+1000x65',
  };
};

const istio: Requests = (failed, slow) => {
  const labels = 'destination_workload_namespace="shop",destination_workload="basket-v1",reporter="destination"';
  const newer = labels.replace('basket-v1', 'basket-v2.0');
  return {
    // Of two versions, one fails; a namesake does not count.
    [`istio_requests_total{${labels},response_code="200"}`]: `0+${1000 - 2 * failed}x65`,
    [`istio_requests_total{${newer},response_code="200"}`]: `0+${failed}x65`,
    [`istio_requests_total{${newer},response_code="503"}`]: `0+${failed}x65`,
    [`istio_requests_total{${newer.replace('v2.0', 'v2x0')},response_code="503"}`]: '0+1000x65',
    [`istio_request_duration_milliseconds_bucket{${labels},le="250.0"}`]: `0+${1000 - slow}x65`,
    [`istio_request_duration_milliseconds_count{${labels}}`]: '0+1000x65',
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
