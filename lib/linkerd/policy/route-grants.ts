import type { Method } from '../../workload/intents/caller.js';
import { type ParsedPath, parsePath } from '../../workload/intents/request-match.js';

/** What one peer may ask for on a port. */
export interface RequestGrant {
  /** What the peer is known by. */
  readonly peer: string;
  /** Methods; undefined for every one. */
  readonly methods: readonly Method[] | undefined;
  /** Paths, as intents write them; undefined for every one. */
  readonly paths: readonly string[] | undefined;
}

/** Requests of one path and, unless it is undefined, one method. */
export interface RequestMatch {
  readonly path: ParsedPath;
  readonly method: Method | undefined;
}

/** Requests that the same peers may make. */
export interface RouteGrant {
  readonly matches: readonly RequestMatch[];
  /** Sorted. */
  readonly peers: readonly string[];
}

/**
 * Parts the requests of a port by who may make them. The proxy judges a request by the one match that fits it best, and by
 * nobody's grants but those of that match's route: where one peer may ask for `/v1/*` and another for `/v1/tools`, the
 * latter's route must admit both.
 *
 * @see https://github.com/linkerd/linkerd2-proxy/blob/main/linkerd/http/route/src/lib.rs
 */
export function routeGrants(grants: readonly RequestGrant[]): readonly RouteGrant[] {
  const paths = pathsOf(grants);
  const methods = [undefined, ...[...new Set(grants.flatMap((grant) => grant.methods ?? []))].sort()];
  const peersAt = (path: string, method: Method | undefined) =>
    [...new Set(grants.flatMap((grant) => (covers(grant, path, method) ? [grant.peer] : [])))].sort();
  const keyOf = (path: string, method: Method | undefined) => peersAt(path, method).join('\n');
  const allAt = (path: string) => methods.map((method) => keyOf(path, method)).join('\n\n');
  const routes = new Map<string, { readonly matches: RequestMatch[]; readonly peers: readonly string[] }>();
  for (const path of paths) {
    const above = parentOf(path, paths);
    // Where the match above lets in the same peers, it does for both.
    if (above !== undefined && allAt(above) === allAt(path)) continue;
    for (const method of methods) {
      const key = keyOf(path, method);
      if (key === '' || (method !== undefined && key === keyOf(path, undefined))) continue;
      const route = routes.get(key) ?? { matches: [], peers: peersAt(path, method) };
      route.matches.push({ path: parsePath(path), method });
      routes.set(key, route);
    }
  }
  return [...routes.values()];
}

/**
 * Paths that are granted both exactly and as the beginning of others, to different peers. The proxy compares the lengths of
 * what matched alone, so that of the two either may be the one that it judges a request by.
 */
export function ambiguousPaths(grants: readonly RequestGrant[]): readonly string[] {
  const matched = new Set(routeGrants(grants).flatMap(({ matches }) => matches.map(({ path }) => textOf(path))));
  return [...matched].filter((path) => !path.endsWith('/*') && matched.has(path === '/' ? '/*' : `${path}/*`)).sort();
}

function pathsOf(grants: readonly RequestGrant[]): readonly string[] {
  return [...new Set(grants.flatMap(({ paths }) => paths ?? ['/*']))].sort();
}

function covers({ paths, methods }: RequestGrant, path: string, method: Method | undefined): boolean {
  if (methods !== undefined && (method === undefined || !methods.includes(method))) return false;
  return (paths ?? ['/*']).some((granted) => includes(granted, path));
}

function includes(granted: string, path: string): boolean {
  const [outer, inner] = [parsePath(granted), parsePath(path)];
  const start = 'exact' in inner ? inner.exact : inner.prefix;
  if ('exact' in outer) return 'exact' in inner && inner.exact === outer.exact;
  return start === outer.prefix || start.startsWith(`${outer.prefix}/`);
}

/** The narrowest of the paths that includes another. */
function parentOf(path: string, paths: readonly string[]): string | undefined {
  return paths
    .filter((other) => other !== path && includes(other, path))
    .reduce<string | undefined>(
      (best, other) => (best === undefined || includes(best, other) ? other : best),
      undefined,
    );
}

function textOf(path: ParsedPath): string {
  return 'exact' in path ? path.exact : `${path.prefix}/*`;
}
