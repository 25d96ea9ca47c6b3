import { objectLabel } from '../../../manifest/object.js';
import { type Found, stringAt, valueAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { groupedBy } from '../per-cluster.js';
import { namespaceOf, type PodTemplate } from '../pods/pod.js';
import { matchesLabels } from '../selector.js';
import { rootNamespaceOf } from './mesh-config.js';
import { PEER_AUTHENTICATION, selectorOf } from './selectors.js';

export type MtlsMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE';

const MODES: readonly string[] = ['STRICT', 'PERMISSIVE', 'DISABLE'];

/** What the proxy of a workload asks of those who connect to a port, and what decided it. */
export interface EffectiveMtls {
  readonly mode: MtlsMode;
  /** The PeerAuthentication that decided; undefined where none does, and the mesh's default holds. */
  readonly decidedBy: Resource | undefined;
  /** Path of the field that decided. */
  readonly path: string;
}

/** The PeerAuthentications that count for a workload: one of each scope at most. */
export interface ScopedPeerAuthentications {
  readonly workload: Resource | undefined;
  readonly namespace: Resource | undefined;
  readonly mesh: Resource | undefined;
}

const policiesIn = groupedBy((cluster) => [...cluster.ofKind(PEER_AUTHENTICATION)].sort(byAge), namespaceOf);

/**
 * The order in which Istio takes policies of which only one counts: the oldest first, and by name where the files tell no age.
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

/** The PeerAuthentications that select a workload, or hold for its whole namespace, in the order in which they count. */
export function workloadPolicies(pod: PodTemplate, cluster: ClusterIndex): readonly Resource[] {
  // A selector in the root namespace selects nothing, not even there.
  if (pod.namespace === rootNamespaceOf(cluster)) return [];
  return policiesIn(cluster, pod.namespace).filter((policy) => {
    const labels = selectorOf(policy);
    return labels !== undefined && matchesLabels(labels, pod.labels);
  });
}

/** The PeerAuthentications of a namespace that have no selector, in the order in which they count: only the first does. */
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
 * namespace, of the mesh, and PERMISSIVE where none says one. UNSET says none.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/pilot/pkg/security/authn/policy_applier.go
 */
export function mtlsOf(pod: PodTemplate, port: number | undefined, cluster: ClusterIndex): EffectiveMtls {
  const { workload, namespace, mesh } = peerAuthenticationsOf(pod, cluster);
  if (workload !== undefined && port !== undefined) {
    const mode = modeIn(valueAt(workload.object, 'spec', 'portLevelMtls', String(port)));
    if (mode !== undefined) return { mode, decidedBy: workload, path: `spec.portLevelMtls["${port}"].mode` };
  }
  for (const policy of [workload, namespace, mesh]) {
    const mode = modeIn(valueAt(policy?.object, 'spec', 'mtls'));
    if (mode !== undefined) return { mode, decidedBy: policy, path: 'spec.mtls.mode' };
  }
  return { mode: 'PERMISSIVE', decidedBy: undefined, path: '' };
}

/** The mode that a block says; undefined where it is absent or UNSET, and so inherits. */
export function modeIn(mtls: Found): MtlsMode | undefined {
  const mode = stringAt(mtls, 'mode');
  return isMode(mode) ? mode : undefined;
}

function isMode(mode: string | undefined): mode is MtlsMode {
  return mode !== undefined && MODES.includes(mode);
}

/** How sentences say what decided a mode: `because PeerAuthentication apps/web says PERMISSIVE`. */
export function becauseOf({ mode, decidedBy }: EffectiveMtls): string {
  if (decidedBy === undefined) return 'because no PeerAuthentication says otherwise, and PERMISSIVE is the default';
  return `because ${objectLabel(decidedBy.object)} says ${mode}`;
}
