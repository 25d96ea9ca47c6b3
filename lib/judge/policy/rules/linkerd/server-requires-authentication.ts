import { listAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { admittedPeers, type Grant, grantsOfServer } from '../../../model/linkerd/grants.js';
import {
  isOfGateway,
  podsOfServer,
  SERVER,
  type Server,
  serverOf,
  serverPortsIn,
} from '../../../model/linkerd/server.js';
import { publishersOf } from '../../../model/network/exposure.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const WIDTH = ['identities', 'networks', 'mesh', 'cluster', 'everyone'];

export default defineRule({
  id: 'linkerd/server-requires-authentication',
  severity: 'error',
  scope: 'cluster',
  summary: 'A Server does not admit everyone without identity, nor callers that its own policies leave out.',
  rationale:
    'Permissions add up: one access policy, or one network as wide as the cluster, opens the port to all pods, whatever the other policies name.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#server',
  appliesTo: [SERVER],
  reads: [
    ...POD_KINDS,
    'ConfigMap',
    'Namespace',
    'Node',
    'Service',
    'gateway.networking.k8s.io/Gateway',
    'policy.linkerd.io/AuthorizationPolicy',
    'policy.linkerd.io/MeshTLSAuthentication',
    'policy.linkerd.io/NetworkAuthentication',
    'policy.linkerd.io/ServerAuthorization',
  ],
  passes: example('deny'),
  fails: example('cluster-unauthenticated'),
  about: (cluster) => cluster.ofKind(SERVER).flatMap((resource) => serverOf(resource) ?? []),
  *check(server, cluster) {
    const grants = grantsOfServer(server, cluster);
    for (const grant of grants) {
      const named = grants.find((other) => overrides(grant, other));
      if (named === undefined && !admitsAnyone(grant, server, cluster)) continue;
      const own = grant.by === server.resource;
      yield grant.field.violation({
        got: `${admittedPeers(grant)}, may connect to ${portOf(server, cluster)}`,
        expected:
          named === undefined
            ? 'peers that prove an identity'
            : `only the peers that ${named.by.object.metadata.name} names`,
        effect: own
          ? 'The access policy adds to what the policies admit.'
          : `The policy applies to Server ${server.name} in addition to every other.`,
        fix: own
          ? 'Set accessPolicy to deny, and name the callers in an AuthorizationPolicy.'
          : 'Require a MeshTLSAuthentication, or narrow the networks.',
      });
    }
  },
});

/** Whether an access policy admits peers that a policy beside it leaves out, so that the latter has no purpose. */
function overrides(grant: Grant, other: Grant): boolean {
  return grant.field.path === 'spec.accessPolicy' && WIDTH.indexOf(other.admitted) < WIDTH.indexOf(grant.admitted);
}

/** A published port, or one of a gateway, may be open to everyone on purpose, and TLS that ends in the pod checks the peer there. */
function admitsAnyone(grant: Grant, server: Server, cluster: ClusterIndex): boolean {
  if ((grant.admitted !== 'everyone' && grant.admitted !== 'cluster') || isEmptyList(grant)) return false;
  if (server.protocol === 'TLS' || isOfGateway(server, cluster)) return false;
  return server.accessPolicy === 'audit' || !isPublished(server, cluster);
}

function isPublished(server: Server, cluster: ClusterIndex): boolean {
  return podsOfServer(server, cluster).some((pod) =>
    serverPortsIn(server, pod, cluster).some((port) => publishersOf(pod, port, cluster).length > 0),
  );
}

/** An AuthorizationPolicy without requirements, which linkerd/authorization-names-its-peers reports. */
function isEmptyList({ by }: Grant): boolean {
  return (
    by.object.kind === 'AuthorizationPolicy' && listAt(by.object, 'spec', 'requiredAuthenticationRefs').length === 0
  );
}

function portOf(server: Server, cluster: ClusterIndex): string {
  const [pod] = podsOfServer(server, cluster);
  return `${pod?.resource.object.metadata.name ?? server.name}:${server.port}`;
}

function example(accessPolicy: string): string {
  return `
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: web, namespace: apps }
spec: { podSelector: {}, port: 8080, accessPolicy: ${accessPolicy} }
---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec:
  targetRef: { group: policy.linkerd.io, kind: Server, name: web }
  requiredAuthenticationRefs: [{ kind: ServiceAccount, name: gateway }]
`;
}
