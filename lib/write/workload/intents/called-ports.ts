import { speaksHttp, type WorkloadPort } from '../port.js';
import type { Service } from './service.js';

/**
 * The ports on which requests are carried as the service wants: those that speak HTTP and that callers or gateways dial. What
 * Prometheus alone reads is not among them: it dials pods, past every route, and no limit is meant for it.
 */
export function calledPorts({ workload, callers, ingress = [] }: Service): readonly WorkloadPort[] {
  const called = new Set([...(callers === 'nobody' ? [] : callers), ...ingress].map(({ port }) => port));
  return (workload.ports ?? []).filter((port) => speaksHttp(port) && called.has(port.name));
}
