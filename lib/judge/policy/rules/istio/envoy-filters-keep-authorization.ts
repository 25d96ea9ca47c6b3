import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type EnvoyPatch, patchesOf } from '../../../model/istio/envoy-patches.js';
import { hasTargets, isMeshWide, selectorOf } from '../../../model/istio/selectors.js';
import { ENVOY_FILTER } from '../../../model/istio/traffic-kinds.js';
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

export default defineRule<EnvoyPatch>({
  id: 'istio/envoy-filters-keep-authorization',
  severity: 'error',
  scope: 'object',
  summary: 'No EnvoyFilter removes the filters that authenticate and authorize.',
  rationale:
    'AuthorizationPolicy and RequestAuthentication are the filters rbac and jwt_authn of the proxy. Where these are removed or replaced, the policies are accepted and displayed, but have no effect.',
  source: 'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
  appliesTo: [ENVOY_FILTER],
  reads: ['ConfigMap', 'install.istio.io/IstioOperator', 'sailoperator.io/Istio', 'sailoperator.io/IstioRevision'],
  passes: example('envoy.filters.http.fault'),
  fails: example('envoy.filters.http.rbac'),
  about: patchesOf,
  *check({ field, operation, filter, subFilter }, cluster) {
    const name = subFilter ?? filter;
    if ((operation !== 'REMOVE' && operation !== 'REPLACE') || !GUARDS.test(name)) return;
    yield field.at('patch', 'operation').violation({
      got: `${operation} of ${name}`,
      expected: `${name} as istiod configures it`,
      effect: `The policies that ${name} enforces have no effect on ${scopeOf(field.resource, cluster)}, and nothing reports it.`,
      fix: 'Remove the patch.',
    });
  },
});

function scopeOf(resource: Resource, cluster: ClusterIndex): string {
  if (selectorOf(resource) !== undefined || hasTargets(resource)) {
    return `the pods that ${objectLabel(resource.object)} selects`;
  }
  return isMeshWide(resource, cluster) ? 'every proxy of the mesh' : `all pods of namespace ${namespaceOf(resource)}`;
}
