import { covers, type ParsedPath, parsePath, type RequestMatch } from '../../workload/intents/request-match.js';
import type { Service } from '../../workload/intents/service.js';
import type { ErrorBackend } from './fallbacks.js';

/** A header that a request must have. */
export interface HeaderCondition {
  readonly name: string;
  readonly value: string;
  /** Whether the value is a regular expression, which must match from end to end. */
  readonly regex: boolean;
}

/** What a request must match; without path and headers it is every request. */
export interface Condition {
  readonly path?: ParsedPath;
  readonly headers: readonly HeaderCondition[];
}

/** A Service that answers, and its share of the requests relative to the others. */
export interface WeightedBackend {
  readonly service: string;
  /** Port of the Service. @default - the port that the route is for */
  readonly port?: number;
  readonly weight: number;
}

/** Requests that match a condition, and who answers them. The first branch that matches decides. */
export interface Branch {
  readonly when: Condition;
  readonly backends: readonly WeightedBackend[];
}

const EVERY: Condition = { headers: [] };

/** Name of the Service of one version. */
export function versionServiceName({ workload }: Service, version: string): string {
  return `${workload.name}-${version}`;
}

/**
 * Who answers which requests of a service: faults first, then pins, then weights. Empty if there is nothing to decide.
 */
export function branchesOf(service: Service, errors: ErrorBackend | undefined): readonly Branch[] {
  const { release, workload } = service;
  const answered: readonly Branch[] =
    release === undefined
      ? [{ when: EVERY, backends: [{ service: workload.name, weight: 1 }] }]
      : [
          ...(release.pins ?? []).map(({ when, version }) => ({
            when: conditionOf(when),
            backends: [{ service: versionServiceName(service, version), weight: 1 }],
          })),
          { when: EVERY, backends: weightedVersions(service, release.weights) },
        ];
  const { fault } = service;
  if (fault === undefined || errors === undefined) return release === undefined ? [] : answered;
  const failing = fault.when === undefined ? EVERY : conditionOf(fault.when);
  const failed = answered.flatMap((branch): Branch[] => {
    const when = both(failing, branch.when);
    return when === undefined ? [] : [{ when, backends: withErrors(branch.backends, errors, fault.percent) }];
  });
  return fault.when === undefined ? failed : [...failed, ...answered];
}

/**
 * Matches of each branch that make the proxy choose the first branch that matches. On its own it prefers the match with the longest path,
 * then the most headers, and the first among equals: so each branch must also repeat where it overlaps later ones.
 *
 * @see https://github.com/linkerd/linkerd2-proxy/blob/main/linkerd/http/route/src/http/match.rs
 */
export function matchesInOrder(branches: readonly Branch[]): readonly (readonly Condition[])[] {
  const plain = branches.map(({ when }) => when);
  const conditional = plain.filter(({ path, headers }) => path !== undefined || headers.length > 0);
  const [first] = conditional;
  // All equal: the order of the rules decides.
  if (conditional.every(({ path, headers }) => path === undefined && headers.length === first?.headers.length)) {
    return plain.map((when) => [when]);
  }
  const covered = new Set<string>();
  return plain.map((when, index) => {
    let taken = [when];
    for (const later of plain.slice(index + 1)) {
      const shared = taken.flatMap((condition) => both(condition, later) ?? []);
      taken = distinct(taken.concat(shared));
    }
    // An equal match of an earlier branch wins.
    const own = taken.filter((condition) => condition === when || !covered.has(keyOf(condition)));
    for (const condition of own) covered.add(keyOf(condition));
    return own;
  });
}

function keyOf({ path, headers }: Condition): string {
  return JSON.stringify([path, ...headers.map((header) => JSON.stringify(header)).sort()]);
}

function conditionOf(match: RequestMatch): Condition {
  switch (match.kind) {
    case 'header':
      return { headers: [{ name: match.name, value: match.value, regex: false }] };
    case 'cookie': {
      const pair = `${literal(match.name)}=${literal(match.value)}`;
      return { headers: [{ name: 'cookie', value: `^(.*;\\s*)?${pair}(\\s*;.*)?$`, regex: true }] };
    }
    case 'path':
      return { path: parsePath(match.path), headers: [] };
  }
}

/** The requests that match both conditions; undefined if there are none. */
function both(a: Condition, b: Condition): Condition | undefined {
  const headers = distinct([...a.headers, ...b.headers]);
  const [left, right] = [a.path, b.path];
  if (left === undefined || right === undefined) {
    const path = left ?? right;
    return { ...(path !== undefined && { path }), headers };
  }
  const path = covers(left, right) ? right : covers(right, left) ? left : undefined;
  return path && { path, headers };
}

function weightedVersions(service: Service, weights: { readonly [version: string]: number }): WeightedBackend[] {
  return Object.entries(weights).map(([version, weight]) => ({
    service: versionServiceName(service, version),
    weight,
  }));
}

/** The backends with a share of faults, in units of 1/100,000. */
function withErrors(backends: readonly WeightedBackend[], errors: ErrorBackend, percent: number): WeightedBackend[] {
  const failing = Math.round(percent * 1000);
  const total = backends.reduce((sum, { weight }) => sum + weight, 0);
  const rest = backends.map((backend) => ({
    ...backend,
    weight: Math.round((backend.weight / total) * (100_000 - failing)),
  }));
  return [...rest, { service: errors.service, port: errors.port, weight: failing }];
}

function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
