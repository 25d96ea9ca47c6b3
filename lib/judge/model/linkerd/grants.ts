import { Field } from '../../../manifest/field.js';
import { listed } from '../../../manifest/listed.js';
import { booleanAt, listAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { controlPlaneOf } from '../linkerd-control-plane/control-plane.js';
import { type Block, type Breadth, blockOf, breadthOf } from '../network/address-blocks.js';
import { perItem } from '../per-cluster.js';
import { namespaceOf } from '../pods/pod.js';
import {
  authenticationRefs,
  isInForce,
  MESH_TLS,
  NETWORK,
  policiesOfRoute,
  policiesOfServer,
  SERVICE_ACCOUNT,
  serverAuthorizationsOf,
} from './authorization.js';
import { type AccountName, accountRefs, identityTexts, parseIdentity } from './identities.js';
import { admitsUnauthenticated } from './inbound-policy.js';
import type { Server } from './server.js';
import { refersTo, targetRef } from './target-ref.js';

/**
 * The peers that a grant admits, the widest first: anyone who reaches the pod, any pod of the cluster, any peer of the mesh, named
 * networks without identity, or named identities.
 */
export type Admitted = 'everyone' | 'cluster' | 'mesh' | 'networks' | 'identities';

/** Something that admits peers to a port or a route. */
export interface Grant {
  /** The object that grants it: a Server or a pod by its policy, an AuthorizationPolicy or a ServerAuthorization. */
  readonly by: Resource;
  /** The field of `by` that decides. */
  readonly field: Field;
  readonly admitted: Admitted;
  /** What a peer has to show: nothing, a TLS connection of the mesh, or an identity as well. */
  readonly proof: 'nothing' | 'tls' | 'identity';
  /** Whether peers are also limited to networks. */
  readonly networked: boolean;
  /** The networks to which peers are limited, as far as the objects list them. */
  readonly blocks: readonly Block[];
  /** How far these networks reach; undefined if they name single parties, and where there are none. */
  readonly breadth: Breadth | undefined;
  /** The ServiceAccounts that it names one by one. */
  readonly accounts: readonly AccountName[];
  /** Whether the workloads of an account are admitted by their identity. */
  admitsAccount(account: AccountName): boolean;
}

/** The grants of a Server, whatever the route: its access policy, AuthorizationPolicies and ServerAuthorizations. */
export const grantsOfServer = perItem((server: Server, cluster): readonly Grant[] => [
  ...grantsOfInboundPolicy(server.accessPolicy, Field.of(server.resource).at('spec', 'accessPolicy')),
  ...policiesOfServer(server, cluster).flatMap((policy) => grantOfPolicy(policy, cluster) ?? []),
  ...serverAuthorizationsOf(server, cluster).map((resource) => grantOfServerAuthorization(resource, cluster)),
]);

/** The grants of a route, in addition to those of its Server. */
export function grantsOfRoute(route: Resource, cluster: ClusterIndex): readonly Grant[] {
  return policiesOfRoute(route, cluster).flatMap((policy) => grantOfPolicy(policy, cluster) ?? []);
}

/** The grant of a Server's access policy, or of a default inbound policy; undefined for `deny`. */
export function grantsOfInboundPolicy(policy: string, field: Field): readonly Grant[] {
  if (policy === 'deny') return [];
  const ofCluster = policy.startsWith('cluster-');
  const unproven = admitsUnauthenticated(policy);
  return [
    {
      by: field.resource,
      field,
      admitted: unproven ? (ofCluster ? 'cluster' : 'everyone') : 'mesh',
      proof: unproven ? 'nothing' : 'identity',
      networked: ofCluster,
      blocks: [],
      breadth: undefined,
      accounts: [],
      admitsAccount: () => true,
    },
  ];
}

/** What an AuthorizationPolicy grants to its target; undefined if it has no effect. */
export function grantOfPolicy(policy: Resource, cluster: ClusterIndex): Grant | undefined {
  if (!isInForce(policy, cluster)) return undefined;
  const refs = authenticationRefs(policy);
  const field = Field.of(policy).at('spec', 'requiredAuthenticationRefs');
  const authentications = refs
    .filter((ref) => refersTo(ref, MESH_TLS))
    .flatMap((ref) => cluster.find(MESH_TLS, ref.inNamespace, ref.name) ?? []);
  const named = refs
    .filter((ref) => refersTo(ref, SERVICE_ACCOUNT))
    .map(({ inNamespace, name }) => ({ namespace: inNamespace, name }));
  const network = refs.find((ref) => refersTo(ref, NETWORK));
  const networks = network && cluster.find(NETWORK, network.inNamespace, network.name);
  return grantFrom(
    {
      field: network === undefined ? field : field.at(refs.indexOf(network)),
      proof: authentications.length > 0 || named.length > 0 ? 'identity' : 'nothing',
      wholeMesh: authentications.some(namesEveryone),
      networked: network !== undefined,
      blocks: blocksAt(networks, 'spec', 'networks'),
      accounts: [...named, ...authentications.flatMap(namedAccounts)],
      admitsAccount: (account) =>
        named.some((known) => isSameAccount(known, account)) ||
        authentications.some((authentication) => admits(authentication, account, cluster)),
    },
    cluster,
  );
}

/** The peers that a grant admits, for a message: `any pod of the cluster, without identity`. */
export function admittedPeers({ admitted, breadth, blocks }: Grant): string {
  switch (admitted) {
    case 'everyone':
      return 'anyone, without identity';
    case 'cluster':
      return 'any pod of the cluster, without identity';
    case 'mesh':
      return 'every meshed pod';
    case 'networks':
      return `${breadth === undefined ? '' : 'anyone '}from ${listed(blocks.map(({ cidr }) => cidr))}, without identity`;
    case 'identities':
      return 'named identities';
  }
}

function grantOfServerAuthorization(resource: Resource, cluster: ClusterIndex): Grant {
  const client = Field.of(resource).at('spec', 'client');
  const blocks = blocksAt(resource, 'spec', 'client', 'networks');
  const anyTls = booleanAt(client.value, 'meshTLS', 'unauthenticatedTLS') === true;
  return grantFrom(
    {
      field: client,
      proof: booleanAt(client.value, 'unauthenticated') === true ? 'nothing' : anyTls ? 'tls' : 'identity',
      wholeMesh: namesEveryone(resource),
      networked: blocks.length > 0,
      blocks,
      accounts: namedAccounts(resource),
      admitsAccount: (account) => admits(resource, account, cluster),
    },
    cluster,
  );
}

interface Requirements extends Omit<Grant, 'by' | 'admitted' | 'breadth'> {
  readonly wholeMesh: boolean;
}

function grantFrom({ wholeMesh, ...required }: Requirements, cluster: ClusterIndex): Grant {
  const { field, proof, networked, blocks } = required;
  const breadth = networked ? breadthOf(blocks, cluster) : undefined;
  const unproven = !networked || breadth === 'everyone' ? 'everyone' : breadth === 'pods' ? 'cluster' : 'networks';
  return {
    ...required,
    by: field.resource,
    breadth,
    admitted: proof !== 'identity' ? unproven : wholeMesh ? 'mesh' : 'identities',
    admitsAccount: (account) => proof === 'identity' && required.admitsAccount(account),
  };
}

/** Whether identities or references of a MeshTLSAuthentication or ServerAuthorization include an account. */
function admits(resource: Resource, account: AccountName, cluster: ClusterIndex): boolean {
  const { namespace, trustDomain = 'cluster.local' } = controlPlaneOf(cluster);
  const prefix = `${account.name}.${account.namespace}.serviceaccount.identity.`;
  const identity = `${prefix}${namespace}.${trustDomain}`;
  return (
    accountRefs(resource).some((ref) => isSameAccount(ref, account)) ||
    listAt(resource.object, 'spec', 'identityRefs').some((value) => {
      const ref = targetRef(value);
      return refersTo(ref, 'Namespace') && (ref.name === '' ? namespaceOf(resource) : ref.name) === account.namespace;
    }) ||
    identityTexts(resource).some(({ text }) =>
      text.startsWith('*') ? identity.endsWith(text.slice(1)) : text.startsWith(prefix),
    )
  );
}

function isSameAccount(one: AccountName, other: AccountName): boolean {
  return one.namespace === other.namespace && one.name === other.name;
}

function namesEveryone(resource: Resource): boolean {
  return identityTexts(resource).some(({ text }) => text === '*');
}

function namedAccounts(resource: Resource): readonly AccountName[] {
  const spelled = identityTexts(resource).flatMap(({ text }) => {
    const identity = parseIdentity(text);
    return identity === undefined ? [] : [{ namespace: identity.namespace, name: identity.serviceAccount }];
  });
  return [...accountRefs(resource).map(({ namespace, name }) => ({ namespace, name })), ...spelled];
}

function blocksAt(resource: Resource | undefined, ...steps: readonly string[]): readonly Block[] {
  return listAt(resource?.object, ...steps).flatMap((value) => blockOf(value) ?? []);
}
