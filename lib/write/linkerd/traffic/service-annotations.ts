import type { Duration } from 'cdk8s';
import type { CircuitBreaker, Retries, RetryCondition } from '../../workload/intents/resilience.js';
import type { ResolvedService } from '../../workload/intents/resolved.js';
import { opaquePortsOf } from '../policy/protocol.js';

const ACCRUAL = 'balancer.linkerd.io/failure-accrual';

/** Statuses after which Linkerd tries again. A connection that a peer's proxy could not make to its own pod comes back as 502 or 504. */
const STATUSES: { readonly [Condition in RetryCondition]?: string } = {
  'gateway-error': 'gateway-error',
  'server-error': '5xx',
};

/** The same of gRPC, whose HTTP status is 200 whatever happens. */
const CODES: { readonly [Condition in RetryCondition]?: readonly string[] } = {
  'gateway-error': ['unavailable'],
  'server-error': ['internal', 'unavailable'],
};

/**
 * What the Service of a service bears for Linkerd: retries, timeout and circuit breaker, which the proxies of its callers
 * follow on every route that says nothing else, and the ports whose bytes they are not to read.
 *
 * @see https://linkerd.io/2-edge/reference/retries/
 */
export function linkerdServiceAnnotations(service: ResolvedService): { readonly [annotation: string]: string } {
  const { workload, httpPorts, timeout, retries, circuitBreaker } = service;
  const opaque = opaquePortsOf(workload, 'services');
  if (httpPorts.length === 0) return opaque;
  const grpc = httpPorts.some(({ appProtocol }) => appProtocol === 'grpc');
  return {
    ...opaque,
    ...(timeout !== undefined && { 'timeout.linkerd.io/request': amount(timeout) }),
    ...(retries !== undefined && retryAnnotations(retries, grpc)),
    ...(circuitBreaker !== undefined && accrualAnnotations(circuitBreaker)),
  };
}

function retryAnnotations({ attempts, perTryTimeout, on }: Retries, grpc: boolean) {
  const statuses = on.includes('server-error') ? ['5xx'] : on.flatMap((condition) => STATUSES[condition] ?? []);
  const codes = [...new Set(on.flatMap((condition) => CODES[condition] ?? []))].sort();
  return {
    'retry.linkerd.io/limit': `${attempts}`,
    'retry.linkerd.io/timeout': amount(perTryTimeout),
    ...(statuses.length > 0 && { 'retry.linkerd.io/http': statuses.join(',') }),
    ...(grpc && codes.length > 0 && { 'retry.linkerd.io/grpc': codes.join(',') }),
  };
}

function accrualAnnotations({ consecutiveFailures, ejectionTime, maxEjectionTime }: CircuitBreaker) {
  const first = ejectionTime.toMilliseconds();
  return {
    [ACCRUAL]: 'consecutive',
    [`${ACCRUAL}-consecutive-max-failures`]: `${consecutiveFailures}`,
    [`${ACCRUAL}-consecutive-min-penalty`]: amount(ejectionTime),
    [`${ACCRUAL}-consecutive-max-penalty`]:
      maxEjectionTime === undefined ? inUnits(first * 10) : amount(maxEjectionTime),
  };
}

/** A duration as Linkerd reads it: a whole number with one unit. @see https://linkerd.io/2-edge/reference/timeouts/ */
export function amount(duration: Duration): string {
  return inUnits(duration.toMilliseconds());
}

function inUnits(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}
