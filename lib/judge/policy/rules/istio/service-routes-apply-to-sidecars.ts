import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { lookUpHost, serviceNamed, whyUnknown } from '../../../model/istio/hosts.js';
import { MESH_GATEWAY, VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { gatewayNames, isForMesh, type VirtualHost, virtualHosts } from '../../../model/istio/virtual-services.js';
import { namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const example = (gateways: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: apps }
spec: { hosts: [web, web.example.org], gateways: [${gateways}], http: [{ timeout: 5s, route: [{ destination: { host: web } }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
`;

export default defineRule<VirtualHost>({
  id: 'istio/service-routes-apply-to-sidecars',
  severity: 'warning',
  scope: 'object',
  summary: 'A VirtualService for a Service applies to sidecars too.',
  rationale:
    'If gateways are listed without mesh, callers in the mesh get none of its timeouts, retries, weights and header matches: their requests go to every pod of the Service.',
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-gateways',
  appliesTo: [VIRTUAL_SERVICE],
  reads: [...POD_KINDS, 'Service', 'networking.istio.io/ServiceEntry'],
  passes: example('edge/public, mesh'),
  fails: example('edge/public'),
  about: (resource) => virtualHosts(resource),
  *check({ field, host, written }, cluster) {
    const { resource } = field;
    const gateways = gatewayNames(resource);
    if (gateways.includes(MESH_GATEWAY)) return;
    const known = lookUpHost(cluster, host, namespaceOf(resource));
    const service = known.find((each) => each.resource.object.kind === 'Service');
    const unknown = known.length === 0 && serviceNamed(host) !== undefined ? whyUnknown(cluster, host) : undefined;
    if (unknown !== undefined) yield notJudged(unknown);
    if (service === undefined || isRoutedForSidecars(host, resource, cluster)) return;
    yield field.violation({
      got: `${written}, of ${objectLabel(service.resource.object)}, with only gateways ${listed(gateways)}`,
      expected: 'mesh among the gateways',
      effect: 'Callers in the mesh bypass these routes, with their timeouts, retries and weights.',
      fix: 'Add mesh to spec.gateways, or remove the host if only gateways are meant.',
    });
  },
});

/** Whether another VirtualService routes the host for the sidecars. */
function isRoutedForSidecars(host: string, resource: Resource, cluster: ClusterIndex): boolean {
  return cluster
    .ofKind(VIRTUAL_SERVICE)
    .some(
      (other) =>
        other.object.metadata.name !== resource.object.metadata.name &&
        isForMesh(other) &&
        virtualHosts(other).some((each) => each.host === host),
    );
}
