import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { isWildcard, overlaps } from '../../../model/istio/hosts.js';
import { exportScopes, meet, type Scopes } from '../../../model/istio/scopes.js';
import { VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { isForMesh, type VirtualHost, virtualHosts } from '../../../model/istio/virtual-services.js';
import { perCluster } from '../../../model/per-cluster.js';
import { defineRule } from '../../rule.js';

const example = (host: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web-canary, namespace: apps }
spec: { hosts: [web], http: [{ route: [{ destination: { host: web } }] }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web-test, namespace: apps }
spec: { hosts: [${host}], http: [{ route: [{ destination: { host: web } }] }] }
`;

interface MeshHost {
  readonly virtualHost: VirtualHost;
  readonly scopes: Scopes;
}

const meshHosts = perCluster((cluster: ClusterIndex): readonly MeshHost[] =>
  cluster.ofKind(VIRTUAL_SERVICE).flatMap(meshHostsOf),
);

function meshHostsOf(resource: Resource): readonly MeshHost[] {
  if (!isForMesh(resource)) return [];
  return virtualHosts(resource).map((virtualHost) => ({ virtualHost, scopes: exportScopes(resource) }));
}

export default defineRule<MeshHost>({
  id: 'istio/mesh-hosts-have-one-virtual-service',
  severity: 'error',
  scope: 'object',
  summary: 'Sidecars find one VirtualService for each host.',
  rationale:
    'Sidecars do not merge VirtualServices: they use the oldest one that names a host, and all routes of the others are silently lost.',
  source: 'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
  appliesTo: [VIRTUAL_SERVICE],
  passes: example('admin'),
  fails: example('web.apps.svc.cluster.local'),
  about: meshHostsOf,
  *check(own, cluster) {
    const { field, written } = own.virtualHost;
    const others = meshHosts(cluster)
      .filter((other) => other.virtualHost.field.resource !== field.resource && clash(own, other))
      .map((other) => objectLabel(other.virtualHost.field.resource.object));
    if (others.length === 0) return;
    yield field.violation({
      got: `${written}, which ${listed([...new Set(others)].sort())} is about too`,
      expected: 'one VirtualService for a host, among those that sidecars see',
      effect:
        'Sidecars use only the oldest, or the one whose name comes first if they were applied together; the routes of the others are lost.',
      fix: 'Merge the routes into one VirtualService, in the order in which to try them.',
    });
  },
});

/** Wildcards clash with other names only if one is for some namespaces and the other for all; otherwise the longest name wins. */
function clash(a: MeshHost, b: MeshHost): boolean {
  if (!meet(a.scopes, b.scopes)) return false;
  const [one, other] = [a.virtualHost.host, b.virtualHost.host];
  if (one === other) return true;
  if ((a.scopes === '*') === (b.scopes === '*')) return false;
  return isWildcard(one) && isWildcard(other) && overlaps(one, other);
}
