import type { Problem } from '../../problem.js';
import type { Application } from './application.js';
import { type CallGraph, callGraph } from './call-graph.js';
import type { Service } from './service.js';
import { triesOf } from './tries.js';

/** Tries of one request at one service that are borne where the application says nothing. */
const DEFAULT_LIMIT = 8;

/** Where each service on the way of a request is tried again, the last one gets the product of all tries, and gets it when it fails already. */
export function checkTriesPerRequest(application: Application): Problem[] {
  const { name, services, maxTriesPerRequest: limit = DEFAULT_LIMIT } = application;
  const worst = worstWays(services, callGraph(application));
  const ways = services.flatMap((service) => {
    const way = worst.get(service);
    return way === undefined || triesOf(service) === 1 || product(way) <= limit ? [] : [way];
  });
  return (
    ways
      // What is told of the whole way need not be told of its beginning.
      .filter((way) => !ways.some((other) => other !== way && way.every((service, index) => other[index] === service)))
      .map((way) => {
        const last = way[way.length - 1]?.workload.name;
        return {
          where: `Application '${name}': service ${last}.retries.attempts`,
          got: `such that one request is tried ${way.map((service) => `${service.workload.name} (${triesOf(service)})`).join(' -> ')} = ${product(way)} tries`,
          expected: `at most ${limit} tries at one service, which is maxTriesPerRequest of the application`,
          fix: 'Lower retries.attempts of a service on the way, or raise maxTriesPerRequest.',
        };
      })
  );
}

function product(way: readonly Service[]): number {
  return way.reduce((tries, service) => tries * triesOf(service), 1);
}

/** The way to each service on which its requests are tried most, and of such ways the longest; no service is twice on one. */
function worstWays(services: readonly Service[], graph: CallGraph): ReadonlyMap<Service, readonly Service[]> {
  const worst = new Map<Service, readonly Service[]>(services.map((service) => [service, [service]]));
  for (let settled = false; !settled; ) {
    settled = true;
    for (const caller of services) {
      for (const callee of graph.get(caller) ?? []) {
        const known = worst.get(callee) ?? [];
        const way = [...(worst.get(caller) ?? []), callee];
        if (way.indexOf(callee) < way.length - 1 || !isWorse(way, known)) continue;
        worst.set(callee, way);
        settled = false;
      }
    }
  }
  return worst;
}

function isWorse(way: readonly Service[], known: readonly Service[]): boolean {
  const more = product(way) - product(known);
  return more > 0 || (more === 0 && way.length > known.length);
}
