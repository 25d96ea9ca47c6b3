import { at } from '../../../../manifest/field-path.js';
import { objectLabel } from '../../../../manifest/object.js';
import { patchesOf } from '../../../model/istio/envoy-patches.js';
import { rootNamespaceOf } from '../../../model/istio/mesh-config.js';
import { ENVOY_FILTER } from '../../../model/istio/traffic-kinds.js';
import { hasTargets, workloadScope } from '../../../model/istio/workload-scope.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const example = (filter: string) => `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: lean, namespace: apps }
spec:
  priority: 10
  configPatches:
    - applyTo: HTTP_FILTER
      match: { listener: { filterChain: { filter: { name: envoy.filters.network.http_connection_manager, subFilter: { name: ${filter} } } } } }
      patch: { operation: REMOVE }
`;

const GUARDS = /(^|[._])(rbac|jwt_authn|ext_authz|istio_authn|authn)$/;

export default defineRule({
  id: 'istio/envoy-filters-keep-authorization',
  severity: 'error',
  scope: 'object',
  summary: 'No EnvoyFilter takes the filters away that authenticate and authorize.',
  rationale:
    'AuthorizationPolicy and RequestAuthentication are the filters rbac and jwt_authn of the proxy. Where they are removed or replaced the policies are accepted, shown and without effect.',
  source: 'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
  appliesTo: [ENVOY_FILTER],
  passes: example('envoy.filters.http.fault'),
  fails: example('envoy.filters.http.rbac'),
  *check(resource, cluster) {
    for (const { path, operation, filter, subFilter } of patchesOf(resource)) {
      const name = subFilter ?? filter;
      if ((operation !== 'REMOVE' && operation !== 'REPLACE') || !GUARDS.test(name)) continue;
      const everywhere = namespaceOf(resource) === rootNamespaceOf(cluster);
      const all = workloadScope(resource).labels === undefined && !hasTargets(resource);
      yield {
        path: at(path, 'patch', 'operation'),
        got: `${operation} of ${name}`,
        expected: `${name} as istiod configures it`,
        fix: `Remove the patch. As it is, the policies that ${name} enforces are without effect for ${all ? (everywhere ? 'every proxy of the mesh' : `all pods of namespace ${namespaceOf(resource)}`) : `the pods that ${objectLabel(resource.object)} selects`}, and nothing shows it.`,
      };
    }
  },
});
