import { listAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type Grant, grantsOf, whoEnters } from '../../../model/linkerd/access.js';
import {
  isOfGateway,
  podsOfServer,
  SERVER,
  type Server,
  serverOf,
  serverPortsIn,
} from '../../../model/linkerd/server.js';
import { publishersOf } from '../../../model/network/exposure.js';
import { defineRule } from '../../rule.js';

const WIDTH = ['identities', 'networks', 'mesh', 'cluster', 'everyone'];

export default defineRule({
  id: 'linkerd/server-requires-authentication',
  severity: 'error',
  scope: 'cluster',
  summary:
    'A Server lets no one in without identity from everywhere, nor anyone whom its own list of callers leaves out.',
  rationale:
    'What admits a peer adds up: one access policy, or one network as wide as the cluster, opens the port to all pods, whatever the policies beside it name.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#server',
  appliesTo: [SERVER],
  passes: `
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: web, namespace: apps }
spec: { podSelector: {}, port: 8080, accessPolicy: deny }
---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec:
  targetRef: { group: policy.linkerd.io, kind: Server, name: web }
  requiredAuthenticationRefs: [{ kind: ServiceAccount, name: gateway }]
`,
  fails: `
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: web, namespace: apps }
spec: { podSelector: {}, port: 8080, accessPolicy: cluster-unauthenticated }
---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec:
  targetRef: { group: policy.linkerd.io, kind: Server, name: web }
  requiredAuthenticationRefs: [{ kind: ServiceAccount, name: gateway }]
`,
  *check(cluster) {
    for (const server of cluster.ofKind(SERVER).flatMap((resource) => serverOf(resource) ?? [])) {
      const grants = grantsOf(server, cluster);
      for (const grant of grants) {
        const named = grants.find((other) => voids(grant, other));
        if (named === undefined && !admitsStrangers(grant, server, cluster)) continue;
        yield {
          resource: grant.by,
          path: grant.path,
          got: `${whoEnters(grant)}, may reach ${reached(server, cluster)}`,
          expected:
            named === undefined
              ? 'peers that prove an identity'
              : `those alone whom ${named.by.object.metadata.name} names`,
          fix:
            grant.by === server.resource
              ? 'Set accessPolicy to deny, and name the callers in an AuthorizationPolicy: the access policy adds to what the policies admit.'
              : `Require a MeshTLSAuthentication, or narrow the networks: the policy holds for Server ${server.name} beside every other.`,
        };
      }
    }
  },
});

/** Whether an access policy lets in whom a policy beside it leaves out, so that the latter is to no purpose. */
function voids(grant: Grant, other: Grant): boolean {
  return grant.path === 'spec.accessPolicy' && WIDTH.indexOf(other.admitted) < WIDTH.indexOf(grant.admitted);
}

/** A port that is published, or one of a gateway, may be meant for everyone, and TLS that ends in the pod asks for the peer there. */
function admitsStrangers(grant: Grant, server: Server, cluster: ClusterIndex): boolean {
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

function reached(server: Server, cluster: ClusterIndex): string {
  const [pod] = podsOfServer(server, cluster);
  return `${pod?.resource.object.metadata.name ?? server.name}:${server.port}`;
}
