import { Field } from '../../../manifest/field.js';
import type { Json } from '../../../manifest/object.js';
import { listAt, numberAt, objectAt, stringAt, stringListAt, stringsAt, valueAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { namespaceOf, type PodTemplate } from '../pods/pod.js';
import { resolvePort } from '../pods/ports.js';
import { matchesSelector } from '../selector.js';

/** The label with a Namespace's name, which the API server sets. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

export type Direction = 'ingress' | 'egress';

/** One rule of a NetworkPolicy. */
export interface NetworkPolicyRule {
  readonly policy: Resource;
  readonly direction: Direction;
  /** The rule itself: `spec.ingress[0]`. */
  readonly field: Field;
  readonly peers: readonly Json[];
  readonly ports: readonly Json[];
}

/** Whether a NetworkPolicy denies a direction to the pods that it selects, except for what its rules allow. */
export function isolates({ object }: Resource, direction: Direction): boolean {
  const types = stringListAt(object, 'spec', 'policyTypes');
  if (types.length > 0) return types.some((type) => type.toLowerCase() === direction);
  return direction === 'ingress' || listAt(object, 'spec', 'egress').length > 0;
}

export function networkPolicyRules(policy: Resource, direction: Direction): readonly NetworkPolicyRule[] {
  if (!isolates(policy, direction)) return [];
  return Field.of(policy)
    .at('spec', direction)
    .items.map((field) => ({
      policy,
      direction,
      field,
      peers: listAt(field.value, direction === 'ingress' ? 'from' : 'to'),
      ports: listAt(field.value, 'ports'),
    }));
}

/** Whether a rule opens a port; `owner` are the pods that have it, by whose port names the rule may name it. */
export function opensPort({ ports }: NetworkPolicyRule, port: number, owner?: PodTemplate, protocol = 'TCP'): boolean {
  if (ports.length === 0) return true;
  return ports.some((entry) => {
    if ((stringAt(entry, 'protocol') ?? 'TCP') !== protocol) return false;
    const given = valueAt(entry, 'port');
    if (given === undefined) return true;
    const first = typeof given === 'number' ? given : owner && resolvePort(owner, given, protocol);
    const last = numberAt(entry, 'endPort') ?? first;
    return first !== undefined && last !== undefined && first <= port && port <= last;
  });
}

/** Labels of a Namespace, with the one that the API server sets. */
export function namespaceLabels(name: string, cluster: ClusterIndex): Readonly<Record<string, string>> {
  const found = cluster.namespace(name);
  const labels = found === undefined ? {} : stringsAt(found.object, 'metadata', 'labels');
  return { ...labels, [NAME_LABEL]: name };
}

/** Whether a rule names pods with these labels as peer. `blocks` tells whether an address block counts: pod addresses are not known here. */
export function namesPeer(
  { peers, policy }: NetworkPolicyRule,
  peer: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> },
  cluster: ClusterIndex,
  blocks = false,
): boolean {
  if (peers.length === 0) return true;
  return peers.some((entry) => {
    if (objectAt(entry, 'ipBlock') !== undefined) return blocks;
    const namespaces = valueAt(entry, 'namespaceSelector');
    const inNamespace =
      namespaces === undefined
        ? peer.namespace === namespaceOf(policy)
        : matchesSelector(namespaces, namespaceLabels(peer.namespace, cluster));
    return inNamespace && matchesSelector(valueAt(entry, 'podSelector') ?? {}, peer.labels);
  });
}

/** Whether a rule may name pods with these labels as peer: by labels of their Namespace, which is not among the files. */
export function mayNamePeer(
  { peers }: NetworkPolicyRule,
  peer: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> },
  cluster: ClusterIndex,
): boolean {
  if (cluster.namespace(peer.namespace) !== undefined) return false;
  return peers.some((entry) => {
    const namespaces = valueAt(entry, 'namespaceSelector');
    const name = stringAt(namespaces, 'matchLabels', NAME_LABEL) ?? peer.namespace;
    const keys = [
      ...Object.keys(objectAt(namespaces, 'matchLabels') ?? {}),
      ...listAt(namespaces, 'matchExpressions').map((expression) => stringAt(expression, 'key')),
    ];
    const needsMore = keys.some((key) => key !== NAME_LABEL);
    return needsMore && name === peer.namespace && matchesSelector(valueAt(entry, 'podSelector') ?? {}, peer.labels);
  });
}

/** Whether the policies of `pod` allow connections from `peer`, or to it, on a TCP port of the one that listens. */
export function reaches(
  pod: PodTemplate,
  direction: Direction,
  peer: PodTemplate,
  port: number,
  cluster: ClusterIndex,
): boolean {
  const policies = cluster.networkPoliciesOf(pod).filter((policy) => isolates(policy, direction));
  if (policies.length === 0) return true;
  const owner = direction === 'ingress' ? pod : peer;
  return policies
    .flatMap((policy) => networkPolicyRules(policy, direction))
    .some((rule) => namesPeer(rule, peer, cluster) && opensPort(rule, port, owner));
}
