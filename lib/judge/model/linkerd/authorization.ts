import { listAt, objectAt, stringAt, valueAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { groupedBy } from '../per-cluster.js';
import { kindOf, namespaceOf } from '../pods/pod.js';
import { matchesSelector } from '../selector.js';
import { SERVER, type Server } from './server.js';
import { refersTo, type TargetRef, targetRef } from './target-ref.js';

export const AUTHORIZATION_POLICY = 'policy.linkerd.io/AuthorizationPolicy';
export const SERVER_AUTHORIZATION = 'policy.linkerd.io/ServerAuthorization';
export const MESH_TLS = 'policy.linkerd.io/MeshTLSAuthentication';
export const NETWORK = 'policy.linkerd.io/NetworkAuthentication';
export const SERVICE_ACCOUNT = 'ServiceAccount';

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
 * Whether an AuthorizationPolicy has an effect: the policy controller ignores one with a reference to nothing.
 *
 * @see https://github.com/linkerd/linkerd2/blob/version-2.20/policy-controller/k8s/index/src/inbound/index.rs
 */
export function isInForce(policy: Resource, cluster: ClusterIndex): boolean {
  return authenticationRefs(policy).every((ref) => {
    if (refersTo(ref, SERVICE_ACCOUNT)) return true;
    const kind = [MESH_TLS, NETWORK].find((wanted) => refersTo(ref, wanted));
    return kind !== undefined && cluster.find(kind, ref.inNamespace, ref.name) !== undefined;
  });
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
