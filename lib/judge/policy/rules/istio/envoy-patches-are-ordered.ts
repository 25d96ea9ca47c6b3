import { at } from '../../../../manifest/field-path.js';
import { numberAt } from '../../../../manifest/read.js';
import { patchesOf } from '../../../model/istio/envoy-patches.js';
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
const IGNORED = ['ROUTE_CONFIGURATION', 'HTTP_ROUTE'];

export default defineRule({
  id: 'istio/envoy-patches-are-ordered',
  severity: 'warning',
  scope: 'object',
  summary: 'An EnvoyFilter whose patches refer to others has a priority.',
  rationale:
    'Patches are applied by priority, then by age. One that refers to what another EnvoyFilter puts in works or does not, as the objects happen to be created; it changes with a restored backup.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0151/',
  appliesTo: [ENVOY_FILTER],
  passes: example('priority: 10'),
  fails: example('workloadSelector: { labels: { app: web } }'),
  *check(resource) {
    if ((numberAt(resource.object, 'spec', 'priority') ?? 0) !== 0) return;
    for (const { path, operation, applyTo, proxyVersion } of patchesOf(resource)) {
      if (!RELATIVE.includes(operation)) continue;
      if (IGNORED.includes(applyTo) && operation !== 'INSERT_BEFORE' && operation !== 'INSERT_AFTER') continue;
      yield {
        path: at(path, 'patch', 'operation'),
        got: `${operation} without spec.priority${proxyVersion === undefined ? '' : `, for proxies of version ${proxyVersion}`}`,
        expected: 'spec.priority, or INSERT_FIRST, ADD or MERGE',
        fix: `Set spec.priority. As it is, the patch is applied before or after those of other EnvoyFilters by the age of the objects${proxyVersion === undefined ? '' : ', and another one for the same filter may stand in between on some versions'}.`,
      };
    }
  },
});
