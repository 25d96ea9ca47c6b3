import { kinds, type Shape } from '../../../input/shape.js';
import { text } from '../../../input/values.js';

/** Selects requests by what they carry. @see https://gateway-api.sigs.k8s.io/api-types/httproute/#matches */
export type RequestMatch = HeaderMatch | CookieMatch | PathMatch;

/** Requests with a header of exactly this value. @see https://gateway-api.sigs.k8s.io/api-types/httproute/#matches */
export interface HeaderMatch {
  /** Matches a header. */
  readonly kind: 'header';
  /** Name in lower case. */
  readonly name: string;
  /** The whole value. */
  readonly value: string;
}

/** Requests with a cookie of exactly this value. @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Cookie */
export interface CookieMatch {
  /** Matches a cookie. */
  readonly kind: 'cookie';
  /** Name of the cookie. */
  readonly name: string;
  /** The whole value. */
  readonly value: string;
}

/** Requests for a path, written as {@link PATH} is. @see https://gateway-api.sigs.k8s.io/api-types/httproute/#matches */
export interface PathMatch {
  /** Matches the path. */
  readonly kind: 'path';
  /** Path, exact or with `/*` at the end. */
  readonly path: string;
}

/**
 * One path, `/v1/tools`, or with `/*` at the end the path and all below it: `/v1/*` matches `/v1`, `/v1/` and `/v1/tools`, not `/v10`.
 */
export const PATH: Shape<string> = text(
  "a path such as '/v1/tools', or '/v1/*' for all below it",
  /^\/$|^\/\*$|^(\/[A-Za-z0-9\-._~!$&'()+,;=:@%]+)+(\/\*)?$/,
);

/** A path as PATH accepts it, parsed: `prefix` has no slash at its end, and is empty for every path. */
export type ParsedPath = { readonly exact: string } | { readonly prefix: string };

export function parsePath(path: string): ParsedPath {
  return path.endsWith('/*') ? { prefix: path.slice(0, -2) } : { exact: path };
}

/** Whether the first matches every path that the second matches. */
export function covers(outer: ParsedPath, inner: ParsedPath): boolean {
  const start = 'exact' in inner ? inner.exact : inner.prefix;
  if ('exact' in outer) return 'exact' in inner && inner.exact === outer.exact;
  return start === outer.prefix || start.startsWith(`${outer.prefix}/`);
}

const HEADER_NAME = text('a header name in lower case, such as x-version', /^[a-z0-9!#$%&'*+.^_`|~-]+$/);
const COOKIE_NAME = text('a cookie name', /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/);
const COOKIE_VALUE = text('a cookie value without spaces, quotes, commas and semicolons', /^[^\s",;\\]+$/);

/** What is accepted as a match. */
export const REQUEST_MATCH: Shape<RequestMatch> = kinds<RequestMatch>({
  header: { name: HEADER_NAME, value: text() },
  cookie: { name: COOKIE_NAME, value: COOKIE_VALUE },
  path: { path: PATH },
});
