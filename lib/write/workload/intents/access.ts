import type { Peer } from '../peer.js';
import { samePeer } from '../peer.js';
import { servicePortOf, speaksHttp, type WorkloadPort } from '../port.js';
import { findPort } from '../workload.js';
import { type Application, ingressGateways } from './application.js';
import type { Method } from './caller.js';
import type { Service } from './service.js';

/**
 * One thing that a peer may do: connect to a port, and there ask what the methods and paths allow. What the meshes' policies
 * and the network policies are both made of.
 */
export interface Access {
  readonly from: Peer;
  readonly to: Service;
  readonly port: WorkloadPort;
  readonly methods: readonly Method[] | undefined;
  readonly paths: readonly string[] | undefined;
  /** Whether a token of an end user is required besides. */
  readonly endUser: boolean;
}

/** All that may be done to a service: what its callers say, its ways in, the scraping of its metrics, and the spans it collects. */
export function accessTo(service: Service, application: Application): readonly Access[] {
  const { workload, callers, ingress, metrics, endUser } = service;
  const stated = (callers === 'nobody' ? [] : callers).flatMap((caller): Access[] => {
    const port = findPort(workload, caller.port);
    if (port === undefined) return [];
    const required = endUser !== undefined && speaksHttp(port) && caller.endUser !== 'exempt';
    return [{ from: caller.from, to: service, port, methods: caller.methods, paths: caller.paths, endUser: required }];
  });
  const entering = (ingress ?? []).flatMap(({ gateway, port: name, paths }): Access[] => {
    const port = findPort(workload, name);
    if (port === undefined) return [];
    return [{ from: gateway, to: service, port, methods: undefined, paths, endUser: endUser !== undefined }];
  });
  return [
    ...stated,
    ...entering,
    ...scraping(service, application, metrics && findPort(workload, metrics.port)),
    ...tracing(service, application),
  ];
}

function scraping(service: Service, { prometheus }: Application, port: WorkloadPort | undefined): Access[] {
  if (prometheus === undefined || port === undefined) return [];
  const paths = speaksHttp(port) ? [service.metrics?.path ?? '/metrics'] : undefined;
  return [{ from: prometheus, to: service, port, methods: paths && ['GET'], paths, endUser: false }];
}

/** Where the collector of spans is a service of the application, every proxy sends it its own, those of gateways too. */
function tracing(service: Service, application: Application): Access[] {
  const { services, egressGateway } = application;
  const { workload } = service;
  if (application.tracing === undefined || !samePeer(application.tracing.collector, workload)) return [];
  const number = application.tracing.port ?? 4317;
  const port = workload.ports?.find((candidate) => servicePortOf(candidate) === number);
  if (port === undefined) return [];
  const gateways = [...ingressGateways(application), ...(egressGateway === undefined ? [] : [egressGateway])];
  return [...services.map((other): Peer => other.workload), ...gateways]
    .filter((from) => !samePeer(from, workload))
    .map((from) => ({ from, to: service, port, methods: undefined, paths: undefined, endUser: false }));
}

/** What a peer may do to the services of an application. */
export function accessFrom(peer: Peer, application: Application): readonly Access[] {
  return application.services
    .flatMap((service) => accessTo(service, application))
    .filter(({ from }) => samePeer(from, peer));
}
