import { Field } from '../../../manifest/field.js';
import type { JsonObject } from '../../../manifest/object.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { kindOf, namespaceOf, type PodTemplate } from '../pods/pod.js';
import { matchesLabels } from '../selector.js';
import { rootNamespaceOf } from './mesh-config.js';
import { hasTargets, targetsOf } from './workload-scope.js';

export const PEER_AUTHENTICATION = 'security.istio.io/PeerAuthentication';
export const AUTHORIZATION_POLICY = 'security.istio.io/AuthorizationPolicy';
export const REQUEST_AUTHENTICATION = 'security.istio.io/RequestAuthentication';
export const SECURITY_KINDS = [AUTHORIZATION_POLICY, PEER_AUTHENTICATION, REQUEST_AUTHENTICATION] as const;

/** The label of the pods of a Gateway of the Gateway API. */
export const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** The labels that a policy selects pods by; undefined where it has no selector, or an empty one. */
export function selectorOf(policy: Resource): JsonObject | undefined {
  const labels = Field.of(policy).at('spec', 'selector', 'matchLabels').mapping;
  return labels === undefined || Object.keys(labels).length === 0 ? undefined : labels;
}

/** Whether a policy is in the namespace whose policies apply to the whole mesh. */
export function isMeshWide(policy: Resource, cluster: ClusterIndex): boolean {
  return namespaceOf(policy) === rootNamespaceOf(cluster);
}

/**
 * Whether a policy is attached to pods. Policies of the root namespace apply to every namespace, but PeerAuthentications only
 * without a selector. A policy that names targets applies to those gateways of the Gateway API, and to no sidecar.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/pilot/pkg/model/policyattachment.go
 */
export function selects(policy: Resource, pod: PodTemplate, cluster: ClusterIndex): boolean {
  const meshWide = isMeshWide(policy, cluster);
  if (!meshWide && namespaceOf(policy) !== pod.namespace) return false;
  if (hasTargets(policy)) return namespaceOf(policy) === pod.namespace && targets(policy, pod);
  const labels = selectorOf(policy);
  if (labels === undefined) return true;
  if (meshWide && kindOf(policy.object) === PEER_AUTHENTICATION) return false;
  return matchesLabels(labels, pod.labels);
}

/** The pods that a policy is attached to. */
export function podsSelectedBy(policy: Resource, cluster: ClusterIndex): readonly PodTemplate[] {
  const pods = isMeshWide(policy, cluster) ? cluster.pods : cluster.podsIn(namespaceOf(policy));
  return pods.filter((pod) => selects(policy, pod, cluster));
}

function targets(policy: Resource, pod: PodTemplate): boolean {
  const gateway = pod.labels[GATEWAY_NAME];
  return (
    gateway !== undefined &&
    targetsOf(policy).some((ref) => ref.at('kind').text === 'Gateway' && ref.at('name').text === gateway)
  );
}
