import { covers, type ParsedPath, parsePath, type RequestMatch } from '../../workload/intents/request-match.js';
import type { HttpMatch } from './virtual-service-spec.js';

/** The set of requests that match all of these conditions. */
export interface Requests {
  /** Undefined for every path. */
  readonly path: ParsedPath | undefined;
  readonly headers: ReadonlyMap<string, string>;
  readonly cookies: ReadonlyMap<string, string>;
}

/** All requests. */
export const EVERY_REQUEST: Requests = { path: undefined, headers: new Map(), cookies: new Map() };

/** The requests for one path, or for all below it. */
export function requestsFor(path: string): Requests {
  const parsed = parsePath(path);
  const every = 'prefix' in parsed && parsed.prefix === '';
  return { ...EVERY_REQUEST, path: every ? undefined : parsed };
}

/** The requests of a match. */
export function requestsThat(match: RequestMatch): Requests {
  switch (match.kind) {
    case 'path':
      return requestsFor(match.path);
    case 'header':
      return { ...EVERY_REQUEST, headers: new Map([[match.name, match.value]]) };
    case 'cookie':
      return { ...EVERY_REQUEST, cookies: new Map([[match.name, match.value]]) };
  }
}

/** The requests in both sets; undefined if there are none. */
export function inBoth(a: Requests, b: Requests): Requests | undefined {
  const headers = union(a.headers, b.headers);
  const cookies = union(a.cookies, b.cookies);
  if (headers === undefined || cookies === undefined) return undefined;
  if (a.path === undefined || b.path === undefined) return { path: a.path ?? b.path, headers, cookies };
  const path = covers(a.path, b.path) ? b.path : covers(b.path, a.path) ? a.path : undefined;
  return path && { path, headers, cookies };
}

/** The matches of a VirtualService for the requests, on one port if stated. Empty for all requests. */
export function httpMatches({ path, headers, cookies }: Requests, port?: number): readonly HttpMatch[] {
  const wanted: [string, { readonly exact: string } | { readonly regex: string }][] = [...headers].map(
    ([name, exact]) => [name, { exact }],
  );
  if (cookies.size > 0) wanted.push(['cookie', { regex: cookiePattern(cookies) }]);
  const rest = {
    ...(port !== undefined && { port }),
    ...(wanted.length > 0 && { headers: Object.fromEntries(wanted) }),
  };
  if (path === undefined) return Object.keys(rest).length > 0 ? [rest] : [];
  if ('exact' in path) return [{ ...rest, uri: path }];
  // A prefix of Istio ignores segments: `/v1` also matches `/v10`.
  return [
    { ...rest, uri: { exact: path.prefix } },
    { ...rest, uri: { prefix: `${path.prefix}/` } },
  ];
}

/** RE2 for a whole Cookie header that contains each cookie with exactly its value. */
export function cookiePattern(cookies: ReadonlyMap<string, string>): string {
  const wanted = [...cookies].map(([name, value]) => `${quoted(name)}=${quoted(value)}`);
  const orders = permutations(wanted).map((order) => order.join(' *;(?:.*;)? *'));
  const core = orders.length > 1 ? `(?:${orders.join('|')})` : orders.join('');
  return `^(?:.*; *)?${core}(?: *;.*)?$`;
}

function quoted(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

function permutations(items: readonly string[]): string[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}

/** Both maps; undefined if they have different values for a name. */
function union(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): Map<string, string> | undefined {
  const conflict = [...b].some(([name, value]) => a.has(name) && a.get(name) !== value);
  return conflict ? undefined : new Map([...a, ...b]);
}
