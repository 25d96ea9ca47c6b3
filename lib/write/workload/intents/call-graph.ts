import type { Peer } from '../peer.js';
import { speaksHttp } from '../port.js';
import { findPort } from '../workload.js';
import type { Application } from './application.js';
import type { Service } from './service.js';

/** Who sends requests to whom among the services of an application: the services that each of them calls. */
export type CallGraph = ReadonlyMap<Service, readonly Service[]>;

/** The calls that follow from the callers of each service; a call of itself says nothing of others, and is none of them. */
export function callGraph({ services }: Application): CallGraph {
  const key = ({ namespace, name }: Peer) => `${namespace}/${name}`;
  const known = new Map(services.map((service) => [key(service.workload), service]));
  const callees = new Map<Service, Set<Service>>(services.map((service) => [service, new Set()]));
  for (const service of services) {
    for (const { from, port: name } of service.callers === 'nobody' ? [] : service.callers) {
      const [caller, port] = [known.get(key(from)), findPort(service.workload, name)];
      if (caller === undefined || caller === service || port === undefined || !speaksHttp(port)) continue;
      callees.get(caller)?.add(service);
    }
  }
  return new Map([...callees].map(([caller, called]) => [caller, [...called]]));
}

/**
 * The ways that calls take from a service, one to each service that they reach: the shortest. Calls that come back to it are left out.
 *
 * @param through whether calls go on from a service; those of all others end the way
 */
export function waysFrom(start: Service, graph: CallGraph, through: (service: Service) => boolean): Service[][] {
  const ways = new Map<Service, Service[]>([[start, [start]]]);
  for (const [service, way] of ways) {
    if (service !== start && !through(service)) continue;
    // What is added to a Map while it is gone through comes last.
    for (const callee of graph.get(service) ?? []) if (!ways.has(callee)) ways.set(callee, [...way, callee]);
  }
  return [...ways.values()].slice(1);
}
