import { at } from '../../../manifest/field-path.js';
import { objectLabel } from '../../../manifest/object.js';
import { patchesOf } from '../../istio/envoy-patches.js';
import { rootNamespaceOf } from '../../istio/mesh-config.js';
import { ENVOY_FILTER } from '../../istio/traffic-kinds.js';
import { hasTargets, workloadScope } from '../../istio/workload-scope.js';
import { namespaceOf } from '../../pod.js';
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
  *check(subject, cluster) {
    for (const { path, operation, filter, subFilter } of patchesOf(subject)) {
      const name = subFilter ?? filter;
      if ((operation !== 'REMOVE' && operation !== 'REPLACE') || !GUARDS.test(name)) continue;
      const everywhere = namespaceOf(subject) === rootNamespaceOf(cluster);
      const all = workloadScope(subject).labels === undefined && !hasTargets(subject);
      yield {
        path: at(path, 'patch', 'operation'),
        got: `${operation} of ${name}`,
        expected: `${name} as istiod configures it`,
        fix: `Remove the patch. As it is, the policies that ${name} enforces are without effect for ${all ? (everywhere ? 'every proxy of the mesh' : `all pods of namespace ${namespaceOf(subject)}`) : `the pods that ${objectLabel(subject.object)} selects`}, and nothing shows it.`,
      };
    }
  },
});
