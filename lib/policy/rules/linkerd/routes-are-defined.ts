import type { ClusterIndex } from '../../cluster-index.js';
import { CRD, EXPECTED_CRDS } from '../../linkerd/control-plane-crds.js';
import { controllerExample } from '../../linkerd/control-plane-example.js';
import { controlPlaneInstallOf } from '../../linkerd/control-plane-install.js';
import { listAt, stringAt, valueAt } from '../../read.js';
import { defineRule } from '../../rule.js';

const GROUP = 'gateway.networking.k8s.io';
const KINDS = ['GRPCRoute', 'HTTPRoute', 'TCPRoute', 'TLSRoute'];

const definition = (name: string, version: string) => `---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${name} }
spec: { versions: [{ name: ${version}, served: true, storage: true }] }
`;
const route = `---
apiVersion: ${GROUP}/v1
kind: HTTPRoute
metadata: { name: web, namespace: apps }
spec: { parentRefs: [{ group: core, kind: Service, name: web, port: 80 }] }
`;
const installed = controllerExample() + definition('servers.policy.linkerd.io', 'v1beta3') + route;

export default defineRule({
  id: 'linkerd/routes-are-defined',
  severity: 'warning',
  scope: 'object',
  summary: 'Where resource definitions are among the objects, those of the Gateway API routes that are used are too.',
  rationale:
    "Since 2.19 Linkerd's charts leave the Gateway API to others. Without its definitions the API server refuses the routes; a GitOps controller that prunes them with an upgrade removes every route.",
  source: 'https://linkerd.io/2-edge/tasks/gateway-api-ownership-migration/',
  appliesTo: KINDS.map((kind) => `${GROUP}/${kind}`),
  passes: installed + definition(`httproutes.${GROUP}`, 'v1'),
  fails: installed,
  *check({ object }, cluster) {
    if (controlPlaneInstallOf(cluster) === undefined || !hasDefinitions(cluster)) return;
    const name = `${object.kind.toLowerCase()}s.${GROUP}`;
    const found = cluster.find(CRD, '', name);
    const [, version = ''] = object.apiVersion.split('/');
    const served = listAt(found?.object, 'spec', 'versions').flatMap((entry) =>
      valueAt(entry, 'served') === true ? (stringAt(entry, 'name') ?? []) : [],
    );
    if (served.includes(version)) return;
    yield {
      path: 'apiVersion',
      got: `${object.apiVersion}, ${found === undefined ? `without CustomResourceDefinition ${name}` : `of which ${served.join(', ')} are served`}`,
      expected: 'a version that a definition among the objects serves',
      fix: 'Install the Gateway API in a release that this Linkerd supports, before the control plane.',
    };
  },
});

/** Whether Linkerd's own definitions are judged with the rest, so that those of others are to be expected too. */
function hasDefinitions(cluster: ClusterIndex): boolean {
  return EXPECTED_CRDS.some(({ name }) => cluster.find(CRD, '', name) !== undefined);
}
