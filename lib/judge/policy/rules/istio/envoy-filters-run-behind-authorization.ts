import { at } from '../../../../manifest/field-path.js';
import { patchesOf } from '../../../model/istio/envoy-patches.js';
import { ENVOY_FILTER } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const example = (subFilter: string) => `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: limit, namespace: apps }
spec:
  priority: 10
  configPatches:
    - applyTo: HTTP_FILTER
      match: { context: SIDECAR_INBOUND, listener: { filterChain: { filter: { name: envoy.filters.network.http_connection_manager${subFilter} } } } }
      patch: { operation: INSERT_BEFORE, value: { name: envoy.filters.http.local_ratelimit } }
`;

const BEFORE_ALL = 'first of all filters';

export default defineRule({
  id: 'istio/envoy-filters-run-behind-authorization',
  severity: 'warning',
  scope: 'object',
  summary: 'Filters for requests that come in are put behind authentication and authorization.',
  rationale:
    'A filter that is inserted first, or before no filter that is named, sees requests that are refused afterwards: strangers use up a rate limit, and reach code that was to stand behind the policies.',
  source: 'https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation',
  appliesTo: [ENVOY_FILTER],
  passes: example(', subFilter: { name: envoy.filters.http.router }'),
  fails: example(''),
  *check(resource) {
    for (const { path, operation, applyTo, filter, subFilter, context } of patchesOf(resource)) {
      if (applyTo !== 'HTTP_FILTER' || context === 'SIDECAR_OUTBOUND') continue;
      const isFirst = operation === 'INSERT_FIRST' || (operation === 'INSERT_BEFORE' && subFilter === undefined);
      const isBefore = operation === 'INSERT_BEFORE' && /(rbac|jwt_authn|istio_authn|ext_authz)$/.test(subFilter ?? '');
      if (!isFirst && !isBefore) continue;
      yield {
        path: at(path, 'patch', 'operation'),
        got: `${operation} ${isFirst ? 'without a subFilter' : `with subFilter ${subFilter}`}, which puts ${filter} ${isFirst ? BEFORE_ALL : `before ${subFilter}`}`,
        expected: 'INSERT_BEFORE with subFilter envoy.filters.http.router',
        fix: `Name the filter in match.listener.filterChain.filter.subFilter. As it is, ${filter} acts on requests that authorization refuses afterwards: whoever calls uses it, and uses it up.`,
      };
    }
  },
});
