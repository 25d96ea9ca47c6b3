import type { Diagnostic } from '../../../diagnostic.js';
import { type CallPath, pathsFrom } from './call-graph.js';
import type { CallGraph, ResolvedApplication, ResolvedService } from './resolved.js';

/**
 * Ways to one service that are followed: more differ only in circles in which several services are tried again, and no figures of
 * those fit into each other.
 */
const MAX_WAYS = 64;

/** Tries of one request at one service that are borne where the application says nothing. */
const DEFAULT_LIMIT = 8;

/** Where each service on the way of a request is tried again, the last one gets the product of all tries, and gets it when it fails already. */
export function checkTriesPerRequest(application: ResolvedApplication): Diagnostic[] {
  const { name, services, maxTriesPerRequest: limit = DEFAULT_LIMIT } = application;
  const worst = worstPaths(services, application.callGraph);
  const ways = services.flatMap((service) => {
    const way = worst.get(service);
    return way === undefined || service.budget.tries === 1 || product(way) <= limit ? [] : [way];
  });
  return (
    ways
      // What is told of the whole way need not be told of its beginning, nor of a circle from each of its ends.
      .filter((way, index) => !ways.some((other, at) => isPart(way, other) || (at > index && isTurned(way, other))))
      .map((way) => {
        const last = way[way.length - 1]?.workload.name;
        return {
          where: `Application '${name}': service ${last}.retries.attempts`,
          got: `such that one request is tried ${way.map((service) => `${service.workload.name} (${service.budget.tries})`).join(' -> ')} = ${product(way)} tries`,
          expected: `at most ${limit} tries at one service, which is maxTriesPerRequest of the application`,
          fix: 'Lower retries.attempts of a service on the way, or raise maxTriesPerRequest.',
        };
      })
  );
}

function isPart(way: CallPath, whole: CallPath): boolean {
  return way.length < whole.length && way.every((service, index) => whole[index] === service);
}

function isTurned(way: CallPath, other: CallPath): boolean {
  return way.length === other.length && way.every((service) => other.includes(service));
}

function product(way: CallPath): number {
  return way.reduce((tries, service) => tries * service.budget.tries, 1);
}

/** The way to each service on which its requests are tried most, and of such ways the longest; no service that is tried again is twice on one. */
function worstPaths(services: readonly ResolvedService[], graph: CallGraph): ReadonlyMap<ResolvedService, CallPath> {
  const reached = new Map(services.map((service) => [service, reachedFrom(service, graph)]));
  const kept = new Map<ResolvedService, readonly CallPath[]>();
  const open: CallPath[] = services.map((service) => [service]);
  // What is added to a list while it is gone through comes last.
  for (const way of open) {
    const end = way[way.length - 1];
    if (end === undefined) continue;
    const onward = reached.get(end) ?? new Set();
    const known = kept.get(end) ?? [];
    if (known.length === MAX_WAYS || known.some((other) => outdoes(other, way, onward))) continue;
    kept.set(end, [...known.filter((other) => !outdoes(way, other, onward)), way]);
    for (const callee of graph.get(end) ?? [])
      if (callee.budget.tries === 1 || !way.includes(callee)) open.push([...way, callee]);
  }
  return new Map([...kept].map(([service, ways]) => [service, ways.reduce((a, b) => (isWorse(b, a) ? b : a))]));
}

/**
 * Whether `other` need not be followed, since `way`, which ends at the same service, is as bad whatever comes: it has as many
 * tries, and of the services behind the end that may be tried again only such as `other` has gone through too. Of two that are
 * alike the longer tells more, unless it goes round in a circle.
 */
function outdoes(way: CallPath, other: CallPath, onward: ReadonlySet<ResolvedService>): boolean {
  const spent = (services: CallPath) => services.filter((service) => service.budget.tries > 1 && onward.has(service));
  const [own, others] = [spent(way), spent(other)];
  if (product(way) < product(other) || !own.every((service) => others.includes(service))) return false;
  if (product(way) > product(other) || own.length < others.length) return true;
  return way.length >= other.length ? new Set(way).size === way.length : new Set(other).size < other.length;
}

function reachedFrom(service: ResolvedService, graph: CallGraph): ReadonlySet<ResolvedService> {
  return new Set(pathsFrom(service, graph, () => true).flat());
}

function isWorse(way: CallPath, known: CallPath): boolean {
  const more = product(way) - product(known);
  return more > 0 || (more === 0 && way.length > known.length);
}
