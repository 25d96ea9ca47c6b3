import { Field } from '../../../manifest/field.js';
import { objectLabel } from '../../../manifest/object.js';
import { stringAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { groupedBy } from '../per-cluster.js';
import { namespaceOf, type PodTemplate } from '../pods/pod.js';
import { matchesLabels } from '../selector.js';
import { rootNamespaceOf } from './mesh-config.js';
import { PEER_AUTHENTICATION, selectorOf } from './selectors.js';

export type MtlsMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE';

const MODES: readonly string[] = ['STRICT', 'PERMISSIVE', 'DISABLE'];

/** What the proxy of a workload requires of connections to a port, and what decided it. */
export interface EffectiveMtls {
  readonly mode: MtlsMode;
  /** The field of a PeerAuthentication that decided; undefined if none does, and the default applies. */
  readonly decidedBy: Field | undefined;
}

/** The PeerAuthentications in effect for a workload: at most one of each scope. */
export interface ScopedPeerAuthentications {
  readonly workload: Resource | undefined;
  readonly namespace: Resource | undefined;
  readonly mesh: Resource | undefined;
}

const policiesIn = groupedBy((cluster) => [...cluster.ofKind(PEER_AUTHENTICATION)].sort(byAge), namespaceOf);

/**
 * The order of policies of which only the first takes effect: the oldest first, by name where the files have no dates.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/pilot/pkg/model/config.go
 */
export function byAge(a: Resource, b: Resource): number {
  const [before, after] = [a, b].map(({ object }) => stringAt(object, 'metadata', 'creationTimestamp') ?? '');
  if (before !== after) return (before ?? '') < (after ?? '') ? -1 : 1;
  const [name, other] = [a.object.metadata.name, b.object.metadata.name];
  if (name === other) return 0;
  return name < other ? -1 : 1;
}

/** The PeerAuthentications that select a workload, the one in effect first. */
export function workloadPolicies(pod: PodTemplate, cluster: ClusterIndex): readonly Resource[] {
  // A selector in the root namespace selects nothing, not even there.
  if (pod.namespace === rootNamespaceOf(cluster)) return [];
  return policiesIn(cluster, pod.namespace).filter((policy) => {
    const labels = selectorOf(policy);
    return labels !== undefined && matchesLabels(labels, pod.labels);
  });
}

/** The PeerAuthentications of a namespace that have no selector; only the first is in effect. */
export function namespacePolicies(namespace: string, cluster: ClusterIndex): readonly Resource[] {
  return policiesIn(cluster, namespace).filter((policy) => selectorOf(policy) === undefined);
}

export function peerAuthenticationsOf(pod: PodTemplate, cluster: ClusterIndex): ScopedPeerAuthentications {
  const root = rootNamespaceOf(cluster);
  return {
    workload: workloadPolicies(pod, cluster)[0],
    namespace: pod.namespace === root ? undefined : namespacePolicies(pod.namespace, cluster)[0],
    mesh: namespacePolicies(root, cluster)[0],
  };
}

/**
 * The mode in effect at a container port, or for the workload where no port is given: that of the port, of the workload, of the
 * namespace, of the mesh, and PERMISSIVE if none sets one. UNSET sets none.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/pilot/pkg/security/authn/policy_applier.go
 */
export function mtlsOf(pod: PodTemplate, port: number | undefined, cluster: ClusterIndex): EffectiveMtls {
  const { workload, namespace, mesh } = peerAuthenticationsOf(pod, cluster);
  const blocks = [workload, namespace, mesh].flatMap((policy) => policy ?? []).map(mtlsBlock);
  if (workload !== undefined && port !== undefined) {
    blocks.unshift(Field.of(workload).at('spec', 'portLevelMtls', String(port)));
  }
  for (const block of blocks) {
    const mode = modeIn(block);
    if (mode !== undefined) return { mode, decidedBy: block.at('mode') };
  }
  return { mode: 'PERMISSIVE', decidedBy: undefined };
}

function mtlsBlock(policy: Resource): Field {
  return Field.of(policy).at('spec', 'mtls');
}

/** The mode that a block sets; undefined if it is absent or UNSET, and so inherits. */
export function modeIn(mtls: Field): MtlsMode | undefined {
  const mode = mtls.at('mode').text;
  return isMode(mode) ? mode : undefined;
}

function isMode(mode: string | undefined): mode is MtlsMode {
  return mode !== undefined && MODES.includes(mode);
}

/** How messages say what decided a mode: `because PeerAuthentication apps/web sets PERMISSIVE`. */
export function becauseOf({ mode, decidedBy }: EffectiveMtls): string {
  if (decidedBy === undefined) return 'because no PeerAuthentication sets a mode, and the default is PERMISSIVE';
  return `because ${objectLabel(decidedBy.resource.object)} sets ${mode}`;
}
