import { booleanAt, listAt, objectAt, stringAt, valueAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { groupedBy } from '../per-cluster.js';
import { kindOf, namespaceOf } from '../pods/pod.js';
import { matchesSelector } from '../selector.js';
import { admitsUnauthenticated } from './inbound-policy.js';
import { SERVER, type Server } from './server.js';
import { refersTo, type TargetRef, targetRef } from './target-ref.js';

export const AUTHORIZATION_POLICY = 'policy.linkerd.io/AuthorizationPolicy';
export const SERVER_AUTHORIZATION = 'policy.linkerd.io/ServerAuthorization';
export const MESH_TLS = 'policy.linkerd.io/MeshTLSAuthentication';
export const NETWORK = 'policy.linkerd.io/NetworkAuthentication';
export const SERVICE_ACCOUNT = 'ServiceAccount';

/** Something that admits peers to a Server or a route. */
export interface Authorization {
  /** The object that grants it; undefined where the Server's own access policy does. */
  readonly resource: Resource | undefined;
  /** Whether a peer must prove a mesh identity. */
  readonly authenticated: boolean;
  /** Whether peers are also limited to networks. */
  readonly networked: boolean;
}

const policiesIn = groupedBy((cluster) => cluster.ofKind(AUTHORIZATION_POLICY), namespaceOf);
const serverAuthorizationsIn = groupedBy((cluster) => cluster.ofKind(SERVER_AUTHORIZATION), namespaceOf);

/** A reference of a policy to an authentication, resolved. */
export interface AuthenticationRef extends TargetRef {
  /** Namespace of the object that is referred to. */
  readonly inNamespace: string;
}

export function authenticationRefs(policy: Resource): readonly AuthenticationRef[] {
  return listAt(policy.object, 'spec', 'requiredAuthenticationRefs').map((value) => {
    const ref = targetRef(value);
    return { ...ref, inNamespace: ref.namespace ?? namespaceOf(policy) };
  });
}

/**
 * What an AuthorizationPolicy grants; undefined where the policy controller leaves it out because a reference leads nowhere.
 *
 * @see https://github.com/linkerd/linkerd2/blob/version-2.20/policy-controller/k8s/index/src/inbound/index.rs
 */
export function grantOf(policy: Resource, cluster: ClusterIndex): Authorization | undefined {
  const refs = authenticationRefs(policy);
  for (const ref of refs) {
    if (refersTo(ref, SERVICE_ACCOUNT)) continue;
    const kind = [MESH_TLS, NETWORK].find((wanted) => refersTo(ref, wanted));
    if (kind === undefined || cluster.find(kind, ref.inNamespace, ref.name) === undefined) return undefined;
  }
  return {
    resource: policy,
    authenticated: refs.some((ref) => refersTo(ref, MESH_TLS) || refersTo(ref, SERVICE_ACCOUNT)),
    networked: refs.some((ref) => refersTo(ref, NETWORK)),
  };
}

/** The policies whose target is the Server itself, or its whole namespace. */
export function policiesOfServer(server: Server, cluster: ClusterIndex): readonly Resource[] {
  return policiesIn(cluster, server.namespace).filter(({ object }) => {
    const target = targetRef(valueAt(object, 'spec', 'targetRef'));
    return refersTo(target, SERVER) ? target.name === server.name : refersTo(target, 'Namespace');
  });
}

/** The policies whose target is a route. */
export function policiesOfRoute(route: Resource, cluster: ClusterIndex): readonly Resource[] {
  return policiesIn(cluster, namespaceOf(route)).filter(({ object }) => {
    const target = targetRef(valueAt(object, 'spec', 'targetRef'));
    return refersTo(target, kindOf(route.object)) && target.name === route.object.metadata.name;
  });
}

/** The ServerAuthorizations that select a Server. */
export function serverAuthorizationsOf(server: Server, cluster: ClusterIndex): readonly Resource[] {
  return serverAuthorizationsIn(cluster, server.namespace).filter(({ object }) => {
    const name = stringAt(object, 'spec', 'server', 'name');
    if (name !== undefined) return name === server.name;
    return matchesSelector(objectAt(object, 'spec', 'server', 'selector') ?? {}, server.labels);
  });
}

/** Who reaches a Server whatever the route: by its access policy, by AuthorizationPolicies and by ServerAuthorizations. */
export function authorizationsOfServer(server: Server, cluster: ClusterIndex): readonly Authorization[] {
  const own: readonly Authorization[] =
    server.accessPolicy === 'deny'
      ? []
      : [
          {
            resource: undefined,
            authenticated: !admitsUnauthenticated(server.accessPolicy),
            networked: server.accessPolicy.startsWith('cluster-'),
          },
        ];
  return [
    ...own,
    ...policiesOfServer(server, cluster).flatMap((policy) => grantOf(policy, cluster) ?? []),
    ...serverAuthorizationsOf(server, cluster).map((resource) => ({
      resource,
      authenticated: booleanAt(resource.object, 'spec', 'client', 'unauthenticated') !== true,
      networked: listAt(resource.object, 'spec', 'client', 'networks').length > 0,
    })),
  ];
}

/** Who reaches a route besides those who reach its Server. */
export function authorizationsOfRoute(route: Resource, cluster: ClusterIndex): readonly Authorization[] {
  return policiesOfRoute(route, cluster).flatMap((policy) => grantOf(policy, cluster) ?? []);
}
