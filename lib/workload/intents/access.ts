import type { Peer } from '../peer.js';
import { samePeer } from '../peer.js';
import { speaksHttp, type WorkloadPort } from '../port.js';
import { findPort } from '../workload.js';
import type { Application } from './application.js';
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

/** All that may be done to a service: what its callers say, its ways in, and the scraping of its metrics. */
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
  return [...stated, ...entering, ...scraping(service, application, metrics && findPort(workload, metrics.port))];
}

function scraping(service: Service, { prometheus }: Application, port: WorkloadPort | undefined): Access[] {
  if (prometheus === undefined || port === undefined) return [];
  const paths = speaksHttp(port) ? [service.metrics?.path ?? '/metrics'] : undefined;
  return [{ from: prometheus, to: service, port, methods: paths && ['GET'], paths, endUser: false }];
}

/** What a peer may do to the services of an application. */
export function accessFrom(peer: Peer, application: Application): readonly Access[] {
  return application.services
    .flatMap((service) => accessTo(service, application))
    .filter(({ from }) => samePeer(from, peer));
}
