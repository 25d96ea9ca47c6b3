import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { isWildcard, overlaps } from '../../../model/istio/hosts.js';
import { exportScopes, meet, type Scopes } from '../../../model/istio/scopes.js';
import { VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { isForMesh, virtualHosts } from '../../../model/istio/virtual-services.js';
import { perCluster } from '../../../model/per-cluster.js';
import { namespaceOf } from '../../../model/pods/pod.js';
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
  readonly resource: Resource;
  readonly host: string;
  readonly scopes: Scopes;
}

const meshHosts = perCluster((cluster: ClusterIndex): readonly MeshHost[] =>
  cluster.ofKind(VIRTUAL_SERVICE).flatMap((resource) => {
    if (!isForMesh(resource)) return [];
    const scopes = exportScopes(resource.object, namespaceOf(resource));
    return virtualHosts(resource).map(({ host }) => ({ resource, host, scopes }));
  }),
);

export default defineRule({
  id: 'istio/mesh-hosts-have-one-virtual-service',
  severity: 'error',
  scope: 'object',
  summary: 'Sidecars find one VirtualService for each host.',
  rationale:
    'Sidecars do not merge VirtualServices: they take the oldest of those that name a host, and all routes of the others are lost without a word.',
  source: 'https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services',
  appliesTo: [VIRTUAL_SERVICE],
  passes: example('admin'),
  fails: example('web.apps.svc.cluster.local'),
  *check(resource, cluster) {
    if (!isForMesh(resource)) return;
    const scopes = exportScopes(resource.object, namespaceOf(resource));
    for (const { host, path, written } of virtualHosts(resource)) {
      const others = meshHosts(cluster)
        .filter((other) => other.resource !== resource && meet(scopes, other.scopes) && clash({ host, scopes }, other))
        .map((other) => objectLabel(other.resource.object));
      if (others.length === 0) continue;
      yield {
        path,
        got: `${written}, which ${listed([...new Set(others)].sort())} is about too`,
        expected: 'one VirtualService for a host, among those that sidecars see',
        fix: 'Join the routes in one VirtualService, in the order in which they are to be tried. Sidecars take the oldest alone, and the one whose name comes first where they were applied together; the routes of the others are lost.',
      };
    }
  },
});

/** Wildcards clash with other names where one is for some namespaces and the other for all; for the rest the longest name wins. */
function clash(a: Omit<MeshHost, 'resource'>, b: Omit<MeshHost, 'resource'>): boolean {
  if (a.host === b.host) return true;
  if ((a.scopes === '*') === (b.scopes === '*')) return false;
  return isWildcard(a.host) && isWildcard(b.host) && overlaps(a.host, b.host);
}
