import type { Method } from '../../workload/intents/caller.js';
import { covers, type ParsedPath, parsePath } from '../../workload/intents/request-match.js';

/** Requests that one peer may make on a port. */
export interface RequestGrant {
  /** Key of the peer. */
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
 * Who may make the requests of each method and path in the grants, narrowest first. The proxy authorizes a request only
 * by the grants of its most specific match (the longest path, then the one that names the method): if one peer may
 * request `/v1/*` and another `/v1/tools`, the latter must admit both. And if one may `GET /v1/*` and another make any
 * request to `/v1/tools`, `GET /v1/tools` is a match of its own.
 *
 * The matches depend on the methods and paths, not on the peers.
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
 * Paths that are granted both exactly and as a prefix, to different peers. The proxy compares only the lengths of the matched text, so either
 * of the two may be the one that it applies to a request.
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

/** Who may make which requests to a path, as text to compare. */
function whoMay(grants: readonly RequestGrant[], path: string): string {
  const around = grants.filter((grant) => coversPath(grant, path));
  const named = [...new Set(grants.flatMap(({ methods }) => methods ?? []))].sort();
  return JSON.stringify([undefined, ...named].map((method) => peersOf(around, method)));
}

/** Each peer once to which a grant allows a method, or all methods if it is undefined. */
function peersOf(grants: readonly RequestGrant[], method: Method | undefined): readonly string[] {
  const allowing = grants.filter(
    ({ methods }) => methods === undefined || (method !== undefined && methods.includes(method)),
  );
  return [...new Set(allowing.map(({ peer }) => peer))].sort();
}

/** The stated paths, each once, the longest first, as the proxy prefers them. */
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
  return (paths ?? [EVERY_PATH]).some((granted) => covers(parsePath(granted), parsePath(path)));
}
