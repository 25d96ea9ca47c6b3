import { listAt, stringAt, stringListAt, valueAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { namespaceOf, type PodTemplate } from '../pods/pod.js';
import { resolvePort } from '../pods/ports.js';
import { matchesSelector } from '../selector.js';

/** A ServiceAccount by its place. */
export interface AccountName {
  readonly namespace: string;
  readonly name: string;
}

/**
 * The ServiceAccounts that Linkerd lets in to a port of these pods, as far as policies name single ones.
 *
 * @see https://linkerd.io/2/reference/authorization-policy/
 */
export function admittedAccounts(cluster: ClusterIndex, pod: PodTemplate, port: number): readonly AccountName[] {
  return requirementsOn(cluster, pod, port).flatMap(({ policy, ref }) => accountsOf(cluster, policy, ref));
}

/** Whether Linkerd lets in to a port of these pods whoever comes from some network, without an identity. */
export function admitsNetworks(cluster: ClusterIndex, pod: PodTemplate, port: number): boolean {
  return requirementsOn(cluster, pod, port).some(({ ref }) => stringAt(ref, 'kind') === 'NetworkAuthentication');
}

/** What policies ask of those who connect to a port of these pods. */
function requirementsOn(cluster: ClusterIndex, pod: PodTemplate, port: number) {
  const servers = cluster
    .ofKindIn(pod.namespace, 'policy.linkerd.io/Server')
    .filter(
      ({ object }) =>
        matchesSelector(valueAt(object, 'spec', 'podSelector'), pod.labels) &&
        resolvePort(pod, valueAt(object, 'spec', 'port')) === port,
    )
    .map(({ object }) => object.metadata.name);
  return cluster
    .ofKindIn(pod.namespace, 'policy.linkerd.io/AuthorizationPolicy')
    .filter(({ object }) => stringAt(object, 'spec', 'targetRef', 'kind') === 'Server')
    .filter(({ object }) => servers.includes(stringAt(object, 'spec', 'targetRef', 'name') ?? ''))
    .flatMap((policy) => listAt(policy.object, 'spec', 'requiredAuthenticationRefs').map((ref) => ({ policy, ref })));
}

function accountsOf(cluster: ClusterIndex, policy: Resource, ref: Parameters<typeof stringAt>[0]): AccountName[] {
  const name = stringAt(ref, 'name') ?? '';
  const namespace = stringAt(ref, 'namespace') ?? namespaceOf(policy);
  const kind = stringAt(ref, 'kind');
  if (kind === 'ServiceAccount') return [{ namespace, name }];
  if (kind !== 'MeshTLSAuthentication') return [];
  const authentication = cluster.find('policy.linkerd.io/MeshTLSAuthentication', namespace, name);
  if (authentication === undefined) return [];
  const references = listAt(authentication.object, 'spec', 'identityRefs')
    .filter((identity) => stringAt(identity, 'kind') === 'ServiceAccount' && stringAt(identity, 'name') !== undefined)
    .map((identity) => ({
      namespace: stringAt(identity, 'namespace') ?? namespace,
      name: stringAt(identity, 'name') ?? '',
    }));
  const identities = stringListAt(authentication.object, 'spec', 'identities').flatMap((identity) => {
    const [, account, space] = /^([^.*]+)\.([^.*]+)\.serviceaccount\.identity\./.exec(identity) ?? [];
    return account === undefined || space === undefined ? [] : [{ namespace: space, name: account }];
  });
  return [...references, ...identities];
}
