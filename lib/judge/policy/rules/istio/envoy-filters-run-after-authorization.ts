import { type EnvoyPatch, patchesOf } from '../../../model/istio/envoy-patches.js';
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

const BEFORE_ALL = 'before all other filters';

export default defineRule<EnvoyPatch>({
  id: 'istio/envoy-filters-run-after-authorization',
  severity: 'warning',
  scope: 'object',
  summary: 'Filters for incoming requests run after authentication and authorization.',
  rationale:
    'A filter that is inserted first, or before no named filter, sees requests that are refused afterwards: unauthorized callers use up a rate limit, and reach code that the policies should protect.',
  source: 'https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation',
  appliesTo: [ENVOY_FILTER],
  passes: example(', subFilter: { name: envoy.filters.http.router }'),
  fails: example(''),
  about: (resource) =>
    patchesOf(resource).filter(({ applyTo, context }) => applyTo === 'HTTP_FILTER' && context !== 'SIDECAR_OUTBOUND'),
  *check({ field, operation, filter, subFilter }) {
    const isFirst = operation === 'INSERT_FIRST' || (operation === 'INSERT_BEFORE' && subFilter === undefined);
    const isBefore = operation === 'INSERT_BEFORE' && /(rbac|jwt_authn|istio_authn|ext_authz)$/.test(subFilter ?? '');
    if (!isFirst && !isBefore) return;
    yield field.at('patch', 'operation').violation({
      got: `${operation} ${isFirst ? 'without a subFilter' : `with subFilter ${subFilter}`}, which puts ${filter} ${isFirst ? BEFORE_ALL : `before ${subFilter}`}`,
      expected: 'INSERT_BEFORE with subFilter envoy.filters.http.router',
      effect: `${filter} also handles requests that authorization refuses afterwards: every caller can use it, and use it up.`,
      fix: 'Name the router in match.listener.filterChain.filter.subFilter.',
    });
  },
});
