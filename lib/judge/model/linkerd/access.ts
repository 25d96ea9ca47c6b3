import { at } from '../../../manifest/field-path.js';
import { listed } from '../../../manifest/listed.js';
import { booleanAt, listAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { controlPlaneOf } from '../linkerd-control-plane/control-plane.js';
import { type Block, type Breadth, blockOf, breadthOf } from '../network/address-blocks.js';
import { perItem } from '../per-cluster.js';
import { namespaceOf, type PodTemplate } from '../pods/pod.js';
import {
  authenticationRefs,
  grantOf,
  MESH_TLS,
  NETWORK,
  policiesOfServer,
  SERVICE_ACCOUNT,
  serverAuthorizationsOf,
} from './authorization.js';
import { accountRefs, identityTexts, parseIdentity } from './identities.js';
import { admitsUnauthenticated } from './inbound-policy.js';
import { type Server, serversOfPort } from './server.js';
import { refersTo, targetRef } from './target-ref.js';

/**
 * Whom a grant lets in, the widest first: anyone who reaches the pod, any pod of the cluster, any peer of the mesh, named networks
 * without identity, or named identities.
 */
export type Admitted = 'everyone' | 'cluster' | 'mesh' | 'networks' | 'identities';

/** Something that lets peers in to a Server. */
export interface Grant {
  /** The object that grants it: a Server by its own access policy, an AuthorizationPolicy or a ServerAuthorization. */
  readonly by: Resource;
  /** Path of the field of `by` that decides. */
  readonly path: string;
  readonly admitted: Admitted;
  /** Networks to which peers are limited. */
  readonly blocks: readonly Block[];
  /** How far these networks reach; undefined where they name someone, and where there are none. */
  readonly breadth: Breadth | undefined;
  /** The ServiceAccounts that it names one by one. */
  readonly accounts: readonly AccountName[];
  /** Whether the workloads of an account are let in by their identity. */
  admitsAccount(account: AccountName): boolean;
}

/** A ServiceAccount by its place. */
export interface AccountName {
  readonly namespace: string;
  readonly name: string;
}

/** Who may reach a port of the pods, and what decided it. */
export interface Access {
  /** The Server in force. */
  readonly server: Server;
  /** Empty where nobody is let in. */
  readonly grants: readonly Grant[];
}

/** Who may reach a port of meshed pods by its Server; undefined where it has none and the default inbound policy decides. */
export function accessTo(pod: PodTemplate, port: number, cluster: ClusterIndex): Access | undefined {
  const known = accessOf(pod, cluster);
  const found = known.get(port);
  if (found !== undefined) return found.access;
  const [server] = serversOfPort(pod, port, cluster);
  const access = server === undefined ? undefined : { server, grants: grantsOf(server, cluster) };
  known.set(port, { access });
  return access;
}

/** What is known of the ports of pods. */
const accessOf = perItem((_pod: PodTemplate) => new Map<number, { readonly access: Access | undefined }>());

/** What lets peers in to a Server whatever the route: its access policy, AuthorizationPolicies and ServerAuthorizations. */
export const grantsOf = perItem((server: Server, cluster): readonly Grant[] => {
  const own = server.accessPolicy === 'deny' ? [] : [accessPolicyGrant(server)];
  return [
    ...own,
    ...policiesOfServer(server, cluster)
      .filter((policy) => grantOf(policy, cluster) !== undefined)
      .map((policy) => policyGrant(policy, cluster)),
    ...serverAuthorizationsOf(server, cluster).map((resource) => authorizationGrant(resource, cluster)),
  ];
});

/** What an effect is called in a message: `anyone who reaches the pod`. */
export function whoEnters({ admitted, breadth, blocks }: Grant): string {
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

function accessPolicyGrant({ resource, accessPolicy }: Server): Grant {
  const ofCluster = accessPolicy.startsWith('cluster-');
  const admitted = admitsUnauthenticated(accessPolicy) ? (ofCluster ? 'cluster' : 'everyone') : 'mesh';
  return {
    by: resource,
    path: 'spec.accessPolicy',
    admitted,
    blocks: [],
    breadth: undefined,
    accounts: [],
    admitsAccount: () => true,
  };
}

function policyGrant(policy: Resource, cluster: ClusterIndex): Grant {
  const refs = authenticationRefs(policy);
  const path = at('spec', 'requiredAuthenticationRefs');
  const authentications = refs
    .filter((ref) => refersTo(ref, MESH_TLS))
    .flatMap((ref) => cluster.find(MESH_TLS, ref.inNamespace, ref.name) ?? []);
  const named = refs.filter((ref) => refersTo(ref, SERVICE_ACCOUNT));
  const network = refs.find((ref) => refersTo(ref, NETWORK));
  const networks = network && cluster.find(NETWORK, network.inNamespace, network.name);
  const blocks = blocksAt(networks, 'spec', 'networks');
  return grantFrom(
    {
      by: policy,
      path: network === undefined ? path : at(path, refs.indexOf(network)),
      identified: authentications.length > 0 || named.length > 0,
      wholeMesh: authentications.some((authentication) =>
        identityTexts(authentication).some(({ text }) => text === '*'),
      ),
      networked: network !== undefined,
      blocks,
      accounts: [
        ...named.map(({ inNamespace, name }) => ({ namespace: inNamespace, name })),
        ...authentications.flatMap((authentication) => namedAccounts(authentication)),
      ],
      admitsAccount: (account) =>
        named.some(({ inNamespace, name }) => inNamespace === account.namespace && name === account.name) ||
        authentications.some((authentication) => admits(authentication, account, cluster)),
    },
    cluster,
  );
}

function authorizationGrant(resource: Resource, cluster: ClusterIndex): Grant {
  const blocks = blocksAt(resource, 'spec', 'client', 'networks');
  const unproven =
    booleanAt(resource.object, 'spec', 'client', 'unauthenticated') === true ||
    booleanAt(resource.object, 'spec', 'client', 'meshTLS', 'unauthenticatedTLS') === true;
  return grantFrom(
    {
      by: resource,
      path: 'spec.client',
      identified: !unproven,
      wholeMesh: identityTexts(resource).some(({ text }) => text === '*'),
      networked: blocks.length > 0,
      blocks,
      accounts: namedAccounts(resource),
      admitsAccount: (account) => admits(resource, account, cluster),
    },
    cluster,
  );
}

interface Requirements extends Pick<Grant, 'by' | 'path' | 'blocks' | 'accounts' | 'admitsAccount'> {
  readonly identified: boolean;
  readonly wholeMesh: boolean;
  readonly networked: boolean;
}

function grantFrom(
  { by, path, blocks, accounts, admitsAccount, identified, wholeMesh, networked }: Requirements,
  cluster: ClusterIndex,
): Grant {
  const breadth = networked ? breadthOf(blocks, cluster) : undefined;
  const unproven = !networked || breadth === 'everyone' ? 'everyone' : breadth === 'pods' ? 'cluster' : 'networks';
  const admitted = !identified ? unproven : wholeMesh ? 'mesh' : 'identities';
  return {
    by,
    path,
    admitted,
    blocks,
    breadth,
    accounts,
    admitsAccount: (account) => identified && admitsAccount(account),
  };
}

/** Whether identities or references of a MeshTLSAuthentication or ServerAuthorization stand for an account. */
function admits(resource: Resource, account: AccountName, cluster: ClusterIndex): boolean {
  const { namespace, trustDomain = 'cluster.local' } = controlPlaneOf(cluster);
  const prefix = `${account.name}.${account.namespace}.serviceaccount.identity.`;
  const identity = `${prefix}${namespace}.${trustDomain}`;
  return (
    accountRefs(resource).some((ref) => ref.namespace === account.namespace && ref.name === account.name) ||
    listAt(resource.object, 'spec', 'identityRefs').some((value) => {
      const ref = targetRef(value);
      return refersTo(ref, 'Namespace') && (ref.name === '' ? namespaceOf(resource) : ref.name) === account.namespace;
    }) ||
    identityTexts(resource).some(({ text }) =>
      text.startsWith('*') ? identity.endsWith(text.slice(1)) : text.startsWith(prefix),
    )
  );
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
