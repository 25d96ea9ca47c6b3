import type { Duration } from 'cdk8s';
import type { CircuitBreaker, Retries, RetryCondition } from '../../workload/intents/resilience.js';
import type { ResolvedService } from '../../workload/intents/resolved.js';
import { opaquePortsOf } from '../policy/protocol.js';

const ACCRUAL = 'balancer.linkerd.io/failure-accrual';

/** Statuses after which Linkerd retries. A failed connection from a proxy to its own pod is reported as 502 or 504. */
const STATUSES: { readonly [Condition in RetryCondition]?: string } = {
  'gateway-error': 'gateway-error',
  'server-error': '5xx',
};

/** The same for gRPC, whose HTTP status is always 200. */
const CODES: { readonly [Condition in RetryCondition]?: readonly string[] } = {
  'gateway-error': ['unavailable'],
  'server-error': ['internal', 'unavailable'],
};

/**
 * Annotations of a Service for Linkerd: retries, timeout and circuit breaker, which the proxies of its callers apply to every route that does
 * not override them, and the opaque ports.
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

/** A duration in Linkerd's format: an integer with one unit. @see https://linkerd.io/2-edge/reference/timeouts/ */
export function amount(duration: Duration): string {
  return inUnits(duration.toMilliseconds());
}

function inUnits(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}
