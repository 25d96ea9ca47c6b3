import { createHash } from 'node:crypto';
import type { ParsedPath } from '../../workload/intents/request-match.js';
import type { RequestMatch } from './route-grants.js';

/** Most characters of an object's name. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names */
const LONGEST = 253;
/** A segment of a path that can be part of a name unchanged. */
const PLAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/**
 * Name of the route for the requests of one method and path on a Server: `web-http.get.v1.tools.exact`, `web-http.any.prefix` for all. It does
 * not contain the callers, so that it stays the same when they change. A path that a name cannot hold is replaced by a hash.
 */
export function routeName(server: string, { method, path }: RequestMatch): string {
  const kind = 'exact' in path ? 'exact' : 'prefix';
  const head = [server, method?.toLowerCase() ?? 'any'];
  const segments = segmentsOf(path);
  const plain = [...head, ...segments, kind].join('.');
  if (segments.every((segment) => PLAIN.test(segment)) && plain.length <= LONGEST - ROOM) return plain;
  const slugs = segments.map(slug).filter((segment) => segment !== '');
  const start = [...head, ...slugs].join('.').slice(0, LONGEST - ROOM - HASH - kind.length - 3);
  return `${start.replace(/[-.]+$/, '')}.h${hashOf(path)}.${kind}`;
}

/** Name of the policy that admits the kubelet to a route. It differs from every route name: those end in `exact` or `prefix`. */
export function kubeletPolicyName(route: string): string {
  return `${route}${KUBELET_SUFFIX}`;
}

const KUBELET_SUFFIX = '.kubelet';
const ROOM = KUBELET_SUFFIX.length;
const HASH = 8;

/** Names of all policies that admit kubelets, Linkerd's own first, as a regular expression. @see https://github.com/google/re2/wiki/Syntax */
export const KUBELET_POLICIES = 'probe|.+[.]kubelet';

function segmentsOf(path: ParsedPath): readonly string[] {
  const text = 'exact' in path ? path.exact : path.prefix;
  return text === '' || text === '/' ? [] : text.slice(1).split('/');
}

function slug(segment: string): string {
  return segment
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

function hashOf(path: ParsedPath): string {
  const text = 'exact' in path ? path.exact : path.prefix;
  return createHash('sha256').update(text).digest('hex').slice(0, HASH);
}
