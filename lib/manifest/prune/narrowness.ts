import { groupOf, type Json, type JsonObject, type ManifestObject } from '../object.js';

/**
 * How well a route of Linkerd's policy fits the requests that it is for: the proxies match a request to the most
 * specific route: the longest path, then the one that names the method. Undefined for other objects.
 *
 * @see https://github.com/linkerd/linkerd2-proxy/blob/main/linkerd/http/route/src/http/match.rs
 */
export function narrowness({ apiVersion, kind, spec }: ManifestObject): number | undefined {
  if (kind !== 'HTTPRoute' || groupOf(apiVersion) !== 'policy.linkerd.io') return undefined;
  const matches = listIn(mapping(spec), 'rules').flatMap((rule) => listIn(mapping(rule), 'matches').map(mapping));
  return Math.max(
    0,
    ...matches.map(({ path, method }) => {
      const { value } = mapping(path);
      return 2 * (typeof value === 'string' ? value.length : 1) + (method === undefined ? 0 : 1);
    }),
  );
}

function mapping(value: Json | undefined): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

function listIn(parent: JsonObject, key: string): readonly Json[] {
  const value = parent[key];
  return Array.isArray(value) ? value : [];
}
