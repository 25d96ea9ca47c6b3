import { at } from '../../../../manifest/field-path.js';
import { objectLabel } from '../../../../manifest/object.js';
import { MESH_GATEWAY, VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { destinationsOf, gatewayNames, isForMesh, virtualHosts } from '../../../model/istio/virtual-services.js';
import { defineRule } from '../../rule.js';

const example = (subset: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: public, namespace: apps }
spec: { hosts: [web.example.org], gateways: [edge/public], http: [{ route: [{ destination: { host: web${subset} } }] }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: apps }
spec: { hosts: [web], http: [{ route: [{ destination: { host: web, subset: v1 } }] }] }
`;

export default defineRule({
  id: 'istio/gateway-routes-share-the-subsets',
  severity: 'warning',
  scope: 'object',
  summary: 'A route of a gateway names subsets where the routes of the mesh do.',
  rationale:
    'A gateway follows its own VirtualService alone. Routes of the mesh that send requests to one version do not hold for what comes in through the gateway, which is spread over all pods.',
  source:
    'https://istio.io/latest/docs/ops/common-problems/network-issues/#route-rules-have-no-effect-on-ingress-gateway-requests',
  appliesTo: [VIRTUAL_SERVICE],
  passes: example(', subset: v1'),
  fails: example(''),
  *check(resource, cluster) {
    if (gatewayNames(resource).every((name) => name === MESH_GATEWAY)) return;
    for (const { host, path, subset, mirrored } of destinationsOf(resource)) {
      if (subset !== undefined || mirrored) continue;
      const other = cluster
        .ofKind(VIRTUAL_SERVICE)
        .find(
          (each) =>
            each !== resource &&
            isForMesh(each) &&
            virtualHosts(each).some((own) => own.host === host) &&
            destinationsOf(each).some((destination) => destination.host === host && destination.subset !== undefined),
        );
      if (other === undefined) continue;
      yield {
        path: at(path, 'subset'),
        got: `nothing, while ${objectLabel(other.object)} routes ${host} by subset for callers in the mesh`,
        expected: 'the subsets and weights that hold in the mesh',
        fix: `Name the subset here too, or bind ${objectLabel(other.object)} to the gateway; as it is, requests through the gateway are spread over the pods of all versions.`,
      };
    }
  },
});
