import { type Branch, type Condition, matchesInOrder } from './branches.js';

/** Requests of one rule of a route, and who answers them. */
export interface RouteRule {
  /** What a request must match, one of several; none for a rule that takes every request. */
  readonly matches: readonly Condition[];
  readonly branch: Branch;
}

/** Maximum number of matches of one rule. @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule */
const MATCHES = 8;

/** The rules of branches, in order. */
export function rulesOf(branches: readonly Branch[]): readonly RouteRule[] {
  const matches = matchesInOrder(branches);
  return branches.flatMap((branch, index) => {
    const own = matches[index] ?? [];
    if (own.some(({ path, headers }) => path === undefined && headers.length === 0)) return [{ matches: [], branch }];
    return Array.from({ length: Math.ceil(own.length / MATCHES) }, (_, part) => ({
      matches: own.slice(part * MATCHES, (part + 1) * MATCHES),
      branch,
    }));
  });
}
