import { Field } from '../../../../manifest/field.js';
import { type EnvoyPatch, patchesOf } from '../../../model/istio/envoy-patches.js';
import { ENVOY_FILTER } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const example = (priority: string) => `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: headers, namespace: apps }
spec:
  ${priority}
  configPatches:
    - applyTo: HTTP_FILTER
      match: { listener: { filterChain: { filter: { name: envoy.filters.network.http_connection_manager, subFilter: { name: envoy.filters.http.router } } } } }
      patch: { operation: INSERT_BEFORE, value: { name: envoy.filters.http.lua } }
`;

const RELATIVE = ['INSERT_BEFORE', 'INSERT_AFTER', 'REMOVE', 'REPLACE'];
/** Targets for which Istio ignores REMOVE and REPLACE. */
const ROUTES = ['ROUTE_CONFIGURATION', 'HTTP_ROUTE'];

export default defineRule<EnvoyPatch>({
  id: 'istio/envoy-patches-have-a-priority',
  severity: 'warning',
  scope: 'object',
  summary: 'An EnvoyFilter whose patches refer to other filters has a priority.',
  rationale:
    'Patches are applied by priority, then by age. Whether a patch that refers to what another EnvoyFilter inserts works depends on the order in which the objects were created, and changes when a backup is restored.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0151/',
  appliesTo: [ENVOY_FILTER],
  passes: example('priority: 10'),
  fails: example('workloadSelector: { labels: { app: web } }'),
  about: (resource) =>
    patchesOf(resource).filter(
      ({ operation, applyTo }) =>
        RELATIVE.includes(operation) && (!ROUTES.includes(applyTo) || operation.startsWith('INSERT_')),
    ),
  *check({ field, operation, proxyVersion }) {
    if ((Field.of(field.resource).at('spec', 'priority').number ?? 0) !== 0) return;
    yield field.at('patch', 'operation').violation({
      got: `${operation} without spec.priority${proxyVersion === undefined ? '' : `, for proxies of version ${proxyVersion}`}`,
      expected: 'spec.priority, or INSERT_FIRST, ADD or MERGE',
      effect: `The age of the objects decides whether the patch is applied before or after those of other EnvoyFilters${proxyVersion === undefined ? '' : ', and on some versions another patch of the same filter may come between'}.`,
      fix: 'Set spec.priority.',
    });
  },
});
