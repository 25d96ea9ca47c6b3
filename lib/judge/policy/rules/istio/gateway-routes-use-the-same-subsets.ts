import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import { MESH_GATEWAY, VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import {
  type Destination,
  destinationsOf,
  gatewayNames,
  isForMesh,
  virtualHosts,
} from '../../../model/istio/virtual-services.js';
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

export default defineRule<Destination>({
  id: 'istio/gateway-routes-use-the-same-subsets',
  severity: 'warning',
  scope: 'object',
  summary: 'A route of a gateway names subsets where the routes of the mesh do.',
  rationale:
    'A gateway follows only the VirtualServices that are bound to it. Routes of the mesh that send requests to one version do not apply to requests through the gateway, which go to all pods.',
  source:
    'https://istio.io/latest/docs/ops/common-problems/network-issues/#route-rules-have-no-effect-on-ingress-gateway-requests',
  appliesTo: [VIRTUAL_SERVICE],
  passes: example(', subset: v1'),
  fails: example(''),
  about: (resource) =>
    gatewayNames(resource).every((name) => name === MESH_GATEWAY)
      ? []
      : destinationsOf(resource).filter(({ mirrored }) => !mirrored),
  *check({ field, host, subset }, cluster) {
    if (subset !== undefined) return;
    const other = cluster
      .ofKind(VIRTUAL_SERVICE)
      .find((each) => each !== field.resource && isForMesh(each) && routesBySubset(each, host));
    if (other === undefined) return;
    yield field.at('subset').violation({
      got: `nothing, while ${objectLabel(other.object)} routes ${host} by subset for callers in the mesh`,
      expected: 'the subsets and weights that apply in the mesh',
      effect: 'Requests through the gateway go to the pods of all versions.',
      fix: `Name the subset here too, or bind ${objectLabel(other.object)} to the gateway.`,
    });
  },
});

function routesBySubset(resource: Resource, host: string): boolean {
  return (
    virtualHosts(resource).some((own) => own.host === host) &&
    destinationsOf(resource).some((destination) => destination.host === host && destination.subset !== undefined)
  );
}
