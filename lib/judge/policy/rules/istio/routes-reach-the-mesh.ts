import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import { listAt } from '../../../../manifest/read.js';
import { lookUpHost } from '../../../model/istio/hosts.js';
import { MESH_GATEWAY, VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { gatewayNames, virtualHosts } from '../../../model/istio/virtual-services.js';
import { namespaceOf } from '../../../model/pods/pod.js';
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

export default defineRule({
  id: 'istio/routes-reach-the-mesh',
  severity: 'warning',
  scope: 'object',
  summary: 'A VirtualService of a Service is for the sidecars too.',
  rationale:
    'Where gateways are listed without mesh, callers within the mesh get none of its timeouts, retries, weights and header matches: they are sent to every pod of the Service.',
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService-gateways',
  appliesTo: [VIRTUAL_SERVICE],
  passes: example('edge/public, mesh'),
  fails: example('edge/public'),
  *check(resource, cluster) {
    const gateways = gatewayNames(resource);
    if (gateways.includes(MESH_GATEWAY)) return;
    for (const { host, path, written } of virtualHosts(resource)) {
      const service = lookUpHost(cluster, host, namespaceOf(resource)).find(
        (known) => known.resource.object.kind === 'Service',
      );
      if (service === undefined || isCovered(host, resource.object.metadata.name)) continue;
      yield {
        path,
        got: `${written}, of ${objectLabel(service.resource.object)}, with gateways ${listed(gateways)} alone`,
        expected: 'mesh among the gateways',
        fix: 'Add mesh to spec.gateways; as it is, callers in the mesh reach the Service past these routes: without their timeouts, retries and weights. Remove the host where gateways alone are meant.',
      };
    }

    /** Whether another VirtualService routes the host for the sidecars. */
    function isCovered(host: string, own: string): boolean {
      return cluster
        .ofKind(VIRTUAL_SERVICE)
        .some(
          (other) =>
            other.object.metadata.name !== own &&
            listAt(other.object, 'spec', 'hosts').length > 0 &&
            gatewayNames(other).includes(MESH_GATEWAY) &&
            virtualHosts(other).some((each) => each.host === host),
        );
    }
  },
});
