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

/** Requests, and the peers that may make them. */
export interface RouteGrant extends RequestMatch {
  /** Sorted. */
  readonly peers: readonly string[];
}

const EVERY_PATH = '/*';

/**
 * Who may make the requests of each method and path that a grant states, the narrowest first. The proxy judges a request by the
 * one match that fits it best, the longest path and then the one that names the method, and by nobody's grants but those of that
 * match: where one peer may ask for `/v1/*` and another for `/v1/tools`, the latter must admit both. And where one may `GET /v1/*`
 * and another do everything on `/v1/tools`, `GET /v1/tools` is a match of its own.
 *
 * Which matches there are follows from what is stated, whoever states it.
 *
 * @see https://github.com/linkerd/linkerd2-proxy/blob/main/linkerd/http/route/src/lib.rs
 */
export function routeGrants(grants: readonly RequestGrant[]): readonly RouteGrant[] {
  return pathsOf(grants).flatMap((path) => {
    const around = grants.filter((grant) => coversPath(grant, path));
    const here = grants.filter((grant) => statesPath(grant, path));
    const every = here.some(({ methods }) => methods === undefined);
    const named = [...new Set((every ? around : here).flatMap(({ methods }) => methods ?? []))].sort();
    return [...named, ...(every ? [undefined] : [])].map((method) => ({
      path: parsePath(path),
      method,
      peers: peersOf(around, method),
    }));
  });
}

/**
 * Paths that are granted both exactly and as the beginning of others, to different peers. The proxy compares the lengths of
 * what matched alone, so that of the two either may be the one that it judges a request by.
 */
export function ambiguousPaths(grants: readonly RequestGrant[]): readonly string[] {
  const paths = pathsOf(grants);
  return paths
    .filter((path) => !path.endsWith('/*'))
    .filter((path) => {
      const below = path === '/' ? EVERY_PATH : `${path}/*`;
      return paths.includes(below) && whoMay(grants, path) !== whoMay(grants, below);
    })
    .sort();
}

/** Who may do what on a path, as text to compare. */
function whoMay(grants: readonly RequestGrant[], path: string): string {
  const around = grants.filter((grant) => coversPath(grant, path));
  const named = [...new Set(grants.flatMap(({ methods }) => methods ?? []))].sort();
  return JSON.stringify([undefined, ...named].map((method) => peersOf(around, method)));
}

/** Each peer once that some of the grants allow a method, or every one where it is undefined. */
function peersOf(grants: readonly RequestGrant[], method: Method | undefined): readonly string[] {
  const allowing = grants.filter(
    ({ methods }) => methods === undefined || (method !== undefined && methods.includes(method)),
  );
  return [...new Set(allowing.map(({ peer }) => peer))].sort();
}

/** The paths that are stated, each once: the longest first, as the proxy prefers them. */
function pathsOf(grants: readonly RequestGrant[]): readonly string[] {
  const paths = [...new Set(grants.flatMap(({ paths }) => paths ?? [EVERY_PATH]))].sort();
  return paths.sort((a, b) => lengthOf(b) - lengthOf(a));
}

function lengthOf(path: string): number {
  const parsed = parsePath(path);
  return 'exact' in parsed ? parsed.exact.length : parsed.prefix.length;
}

function statesPath({ paths }: RequestGrant, path: string): boolean {
  return (paths ?? [EVERY_PATH]).includes(path);
}

function coversPath({ paths }: RequestGrant, path: string): boolean {
  return (paths ?? [EVERY_PATH]).some((granted) => includes(granted, path));
}

function includes(granted: string, path: string): boolean {
  const [outer, inner] = [parsePath(granted), parsePath(path)];
  const start = 'exact' in inner ? inner.exact : inner.prefix;
  if ('exact' in outer) return 'exact' in inner && inner.exact === outer.exact;
  return start === outer.prefix || start.startsWith(`${outer.prefix}/`);
}
