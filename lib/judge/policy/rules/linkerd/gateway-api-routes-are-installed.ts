import { compareReleases } from '../../../../formats/release.js';
import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { listAt, stringAt, valueAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { runsLinkerd } from '../../../model/linkerd/injection.js';
import { CRD, EXPECTED_CRDS } from '../../../model/linkerd-control-plane/crds.js';
import { controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import {
  CHANNEL,
  type StatedGatewayApi,
  statedGatewayApi,
} from '../../../model/linkerd-control-plane/stated-gateway-api.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { controllerExample } from '../../examples/linkerd-control-plane.js';
import { NO_CONTROL_PLANE } from '../../linkerd/control-plane-objects.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const GROUP = 'gateway.networking.k8s.io';
const KINDS = ['GRPCRoute', 'HTTPRoute', 'TCPRoute', 'TLSRoute'];

/** The release that first serves a version of a kind, and whether the standard channel has it too. Other versions are not known. */
const SERVED: { readonly [kind: string]: { readonly since: string; readonly standard: boolean } } = {
  'GRPCRoute v1': { since: '1.1.0', standard: true },
  'HTTPRoute v1': { since: '1.0.0', standard: true },
  'HTTPRoute v1beta1': { since: '0.5.0', standard: true },
  'TCPRoute v1alpha2': { since: '0.3.0', standard: false },
  'TLSRoute v1alpha2': { since: '0.3.0', standard: false },
};

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
  id: 'linkerd/gateway-api-routes-are-installed',
  severity: 'warning',
  scope: 'object',
  summary:
    'The resource definitions of the Gateway API routes in use are installed with those of Linkerd, or the namespace of the control plane states which release is.',
  rationale:
    "Since 2.19 Linkerd's charts do not install the Gateway API. Without its definitions the API server rejects the routes. A GitOps controller that prunes the definitions during an upgrade deletes every route.",
  source: 'https://linkerd.io/2-edge/tasks/gateway-api-ownership-migration/',
  appliesTo: KINDS.map((kind) => `${GROUP}/${kind}`),
  reads: [
    ...POD_KINDS,
    '*',
    'ConfigMap',
    'Namespace',
    'apiextensions.k8s.io/CustomResourceDefinition',
    'apps/Deployment',
  ],
  passes: installed + definition(`httproutes.${GROUP}`, 'v1'),
  fails: installed,
  about: (resource, cluster) => {
    if (controlPlaneInstallOf(cluster) !== undefined) return [resource];
    return runsLinkerd(cluster) ? [notJudged(NO_CONTROL_PLANE)] : [];
  },
  *check(resource, cluster) {
    if (!hasDefinitions(cluster)) {
      yield notJudged('no resource definition of Linkerd is among the files');
      return;
    }
    const { object } = resource;
    const field = Field.of(resource).at('apiVersion');
    const name = `${object.kind.toLowerCase()}s.${GROUP}`;
    const found = cluster.find(CRD, '', name);
    const [, version = ''] = object.apiVersion.split('/');
    const served = listAt(found?.object, 'spec', 'versions').flatMap((entry) =>
      valueAt(entry, 'served') === true ? (stringAt(entry, 'name') ?? []) : [],
    );
    if (served.includes(version)) return;
    const stated = found === undefined ? statedGatewayApi(cluster) : undefined;
    if (stated !== undefined) {
      if (isServed(object.kind, version, stated)) return;
      yield field.violation({
        got: `${object.apiVersion}, which release ${stated.release} does not serve in its ${stated.channel} channel`,
        expected: "a kind and version of the release and channel that the control plane's namespace states",
        fix: `Install a release and channel that serve it, and state both in the annotations of that namespace, the channel as ${CHANNEL}.`,
      });
      return;
    }
    yield field.violation({
      got: `${object.apiVersion}, ${found === undefined ? `without CustomResourceDefinition ${name}` : `of which ${listed(served)} are served`}`,
      expected: 'a version that a definition among the files serves',
      fix: 'Install the Gateway API in a release that this Linkerd supports, before the control plane, and set it as gatewayApi of the mesh.',
    });
  },
});

/** Whether Linkerd's own definitions are among the files, so that those of others should be too. */
function hasDefinitions(cluster: ClusterIndex): boolean {
  return EXPECTED_CRDS.some(({ name }) => cluster.find(CRD, '', name) !== undefined);
}

function isServed(kind: string, version: string, { release, channel }: StatedGatewayApi): boolean {
  const known = SERVED[`${kind} ${version}`];
  if (known === undefined || (!known.standard && channel !== 'experimental')) return false;
  return compareReleases(release, known.since) >= 0;
}
