import type { JsonObject } from '../../../manifest/object.js';
import { listAt, objectAt, stringAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { kindOf, namespaceOf, type PodTemplate } from '../pods/pod.js';
import { matchesLabels } from '../selector.js';
import { rootNamespaceOf } from './mesh-config.js';

export const PEER_AUTHENTICATION = 'security.istio.io/PeerAuthentication';
export const AUTHORIZATION_POLICY = 'security.istio.io/AuthorizationPolicy';
export const REQUEST_AUTHENTICATION = 'security.istio.io/RequestAuthentication';
export const SECURITY_KINDS = [AUTHORIZATION_POLICY, PEER_AUTHENTICATION, REQUEST_AUTHENTICATION] as const;

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** The labels that a policy selects pods by; undefined where it selects none in particular. */
export function selectorOf({ object }: Resource): JsonObject | undefined {
  const labels = objectAt(object, 'spec', 'selector', 'matchLabels');
  return labels === undefined || Object.keys(labels).length === 0 ? undefined : labels;
}

/** Whether a policy is attached to a Service or a gateway by reference: no sidecar reads it then. */
export function hasTarget({ object }: Resource): boolean {
  return listAt(object, 'spec', 'targetRefs').length > 0 || objectAt(object, 'spec', 'targetRef') !== undefined;
}

/** Whether the policy stands in the namespace whose policies hold for the whole mesh. */
export function isMeshWide(policy: Resource, cluster: ClusterIndex): boolean {
  return namespaceOf(policy) === rootNamespaceOf(cluster);
}

/**
 * Whether a policy is attached to pods. Policies of the root namespace are for every namespace, but of PeerAuthentications only
 * those without a selector. Gateways that belong to a Gateway API object are attached by reference alone where one is given.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/pilot/pkg/model/policyattachment.go
 */
export function selects(policy: Resource, pod: PodTemplate, cluster: ClusterIndex): boolean {
  const meshWide = isMeshWide(policy, cluster);
  if (!meshWide && namespaceOf(policy) !== pod.namespace) return false;
  if (hasTarget(policy)) return namespaceOf(policy) === pod.namespace && targets(policy, pod);
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

function targets({ object }: Resource, pod: PodTemplate): boolean {
  const gateway = pod.labels[GATEWAY_NAME];
  const single = objectAt(object, 'spec', 'targetRef');
  const refs = [...listAt(object, 'spec', 'targetRefs'), ...(single === undefined ? [] : [single])];
  return (
    gateway !== undefined &&
    refs.some((ref) => stringAt(ref, 'kind') === 'Gateway' && stringAt(ref, 'name') === gateway)
  );
}
