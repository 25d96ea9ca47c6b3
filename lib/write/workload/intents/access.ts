import { type Peer, samePeer } from '../peer.js';
import { servicePortOf, speaksHttp, type WorkloadPort } from '../port.js';
import { findPort } from '../workload.js';
import type { Application } from './application.js';
import type { Method } from './caller.js';
import type { Service } from './service.js';
import type { MetricsEndpoint, ResolvedTracing } from './telemetry.js';

/**
 * One thing that a peer may do: connect to a port and, where methods and paths are given, make only those requests there. The policies of
 * every mesh and the network policies are made from these.
 */
export interface Access {
  readonly from: Peer;
  readonly to: Service;
  readonly port: WorkloadPort;
  readonly methods: readonly Method[] | undefined;
  readonly paths: readonly string[] | undefined;
  /** Whether the request must also carry a token of an end user. */
  readonly endUser: boolean;
}

/** What the callers and the gateways that a service names may do to it. */
export function statedAccesses(service: Service): readonly Access[] {
  const { workload, callers, ingress = [], endUser } = service;
  const calls = (callers === 'nobody' ? [] : callers).flatMap((caller): Access[] => {
    const port = findPort(workload, caller.port);
    if (port === undefined) return [];
    const required = endUser !== undefined && speaksHttp(port) && caller.endUser !== 'exempt';
    return [{ from: caller.from, to: service, port, methods: caller.methods, paths: caller.paths, endUser: required }];
  });
  const entries = ingress.flatMap(({ gateway, port: name, paths }): Access[] => {
    const port = findPort(workload, name);
    if (port === undefined) return [];
    return [{ from: gateway, to: service, port, methods: undefined, paths, endUser: endUser !== undefined }];
  });
  return [...calls, ...entries];
}

/** What Prometheus may read of a service. */
export function scrapeAccesses(
  service: Service,
  endpoint: MetricsEndpoint | undefined,
  { prometheus }: Application,
): readonly Access[] {
  if (prometheus === undefined || endpoint === undefined) return [];
  const { port, path } = endpoint;
  const requests = speaksHttp(port)
    ? ({ methods: ['GET'], paths: [path] } as const)
    : { methods: undefined, paths: undefined };
  return [{ from: prometheus, to: service, port, ...requests, endUser: false }];
}

/** What proxies may send to a collector of spans that is a service of the application. */
export function spanAccesses(
  collector: Service,
  { port: number }: ResolvedTracing,
  proxies: readonly Peer[],
): readonly Access[] {
  const { workload } = collector;
  const port = workload.ports?.find((candidate) => servicePortOf(candidate) === number);
  if (port === undefined) return [];
  return proxies
    .filter((from) => !samePeer(from, workload))
    .map((from) => ({ from, to: collector, port, methods: undefined, paths: undefined, endUser: false }));
}
