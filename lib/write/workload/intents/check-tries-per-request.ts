import type { Diagnostic } from '../../../diagnostic.js';
import { at } from '../../../input/place.js';
import { type CallPath, pathsFrom } from './call-graph.js';
import type { CallGraph, ResolvedApplication, ResolvedService } from './resolved.js';
import { placeOf } from './service-place.js';

/**
 * Maximum number of call paths followed to one service. Further paths differ only in cycles of services that retry,
 * which never satisfy `checkNesting`.
 */
const MAX_PATHS = 64;

/** Default of `maxTriesPerRequest`. */
const DEFAULT_LIMIT = 8;

/**
 * If every service on a call path retries, the last one gets the product of all tries, at a time when it is already
 * failing.
 */
export function checkTriesPerRequest(application: ResolvedApplication): Diagnostic[] {
  const { services, callGraph, maxTriesPerRequest: limit = DEFAULT_LIMIT } = application;
  const worst = worstPaths(services, callGraph);
  const excessive = services.flatMap((service) => {
    const path = worst.get(service);
    return path === undefined || service.budget.tries === 1 || triesAlong(path) <= limit ? [] : [{ service, path }];
  });
  return (
    excessive
      // A path says all that its beginning says, and one turn of a cycle all that the others say.
      .filter(
        ({ path }, index) =>
          !excessive.some(
            ({ path: other }, position) => isBeginning(path, other) || (position > index && isSameCycle(path, other)),
          ),
      )
      .map(({ service, path }) => ({
        ...at(placeOf(service, application), 'retries.attempts'),
        got: `too high: one request leads to ${path.map(({ workload, budget }) => `${workload.name} (${budget.tries})`).join(' -> ')} = ${triesAlong(path)} tries`,
        expected: `at most ${limit} tries at one service, which is maxTriesPerRequest of the application`,
        fix: 'Lower retries.attempts of a service on the path, or raise maxTriesPerRequest.',
      }))
  );
}

function isBeginning(path: CallPath, whole: CallPath): boolean {
  return path.length < whole.length && path.every((service, index) => whole[index] === service);
}

function isSameCycle(path: CallPath, other: CallPath): boolean {
  return path.length === other.length && path.every((service) => other.includes(service));
}

function triesAlong(path: CallPath): number {
  return path.reduce((tries, { budget }) => tries * budget.tries, 1);
}

/** The call path to each service with the most tries, the longest of them if several have as many. No service that retries is on one twice. */
function worstPaths(services: readonly ResolvedService[], graph: CallGraph): ReadonlyMap<ResolvedService, CallPath> {
  const reached = new Map(services.map((service) => [service, reachedFrom(service, graph)]));
  const kept = new Map<ResolvedService, readonly CallPath[]>();
  const open: CallPath[] = services.map((service) => [service]);
  // A list that grows while it is iterated yields the new entries last.
  for (const path of open) {
    const end = path[path.length - 1];
    if (end === undefined) continue;
    const onward = reached.get(end) ?? new Set();
    const known = kept.get(end) ?? [];
    if (known.length === MAX_PATHS || known.some((other) => outdoes(other, path, onward))) continue;
    kept.set(end, [...known.filter((other) => !outdoes(path, other, onward)), path]);
    for (const callee of graph.get(end) ?? [])
      if (callee.budget.tries === 1 || !path.includes(callee)) open.push([...path, callee]);
  }
  return new Map([...kept].map(([service, paths]) => [service, paths.reduce((a, b) => (isWorse(b, a) ? b : a))]));
}

/**
 * Whether `other` need not be followed because `path`, which ends at the same service, is at least as bad whatever follows: it has as many
 * tries, and of the retrying services that can still follow it contains only ones that `other` contains too. Of two equal paths the longer
 * one says more, unless it contains a cycle.
 */
function outdoes(path: CallPath, other: CallPath, onward: ReadonlySet<ResolvedService>): boolean {
  const spent = (services: CallPath) => services.filter((service) => service.budget.tries > 1 && onward.has(service));
  const [own, others] = [spent(path), spent(other)];
  if (triesAlong(path) < triesAlong(other) || !own.every((service) => others.includes(service))) return false;
  if (triesAlong(path) > triesAlong(other) || own.length < others.length) return true;
  return path.length >= other.length ? new Set(path).size === path.length : new Set(other).size < other.length;
}

function reachedFrom(service: ResolvedService, graph: CallGraph): ReadonlySet<ResolvedService> {
  return new Set(pathsFrom(service, graph, () => true).flat());
}

function isWorse(path: CallPath, known: CallPath): boolean {
  const more = triesAlong(path) - triesAlong(known);
  return more > 0 || (more === 0 && path.length > known.length);
}
