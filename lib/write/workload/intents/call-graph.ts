import { peerKey } from '../peer.js';
import { speaksHttp } from '../port.js';
import { findPort } from '../workload.js';
import type { CallGraph, ResolvedService } from './resolved.js';

/** The calls that follow from the callers of each service. A service that calls itself is not counted as its own caller. */
export function callGraph(services: readonly ResolvedService[]): CallGraph {
  const known = new Map(services.map((service) => [peerKey(service.workload), service]));
  const callees = new Map<ResolvedService, Set<ResolvedService>>(services.map((service) => [service, new Set()]));
  for (const service of services) {
    for (const { from, port: name } of service.callers === 'nobody' ? [] : service.callers) {
      const [caller, port] = [known.get(peerKey(from)), findPort(service.workload, name)];
      if (caller === undefined || caller === service || port === undefined || !speaksHttp(port)) continue;
      callees.get(caller)?.add(service);
    }
  }
  return new Map([...callees].map(([caller, called]) => [caller, [...called]]));
}

/** A path of calls, the service that it starts from first. */
export type CallPath = readonly ResolvedService[];

/**
 * The shortest call path from a service to each service that its calls reach. Calls back to it are left out.
 *
 * @param through whether calls go on from a service; a path ends at any other
 */
export function pathsFrom(
  start: ResolvedService,
  graph: CallGraph,
  through: (service: ResolvedService) => boolean,
): CallPath[] {
  const paths = new Map<ResolvedService, ResolvedService[]>([[start, [start]]]);
  for (const [service, path] of paths) {
    if (service !== start && !through(service)) continue;
    // A Map that grows while it is iterated yields the new entries last.
    for (const callee of graph.get(service) ?? []) if (!paths.has(callee)) paths.set(callee, [...path, callee]);
  }
  return [...paths.values()].slice(1);
}
