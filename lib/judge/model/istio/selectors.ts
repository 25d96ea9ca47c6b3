import { Field } from '../../../manifest/field.js';
import { type JsonObject, objectLabel } from '../../../manifest/object.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { kindOf, namespaceOf, type PodTemplate } from '../pods/pod.js';
import { matchesLabels } from '../selector.js';
import { rootNamespaceOf } from './mesh-config.js';
import { DESTINATION_RULE, ENVOY_FILTER, PROXY_CONFIG, SIDECAR, TELEMETRY, WASM_PLUGIN } from './traffic-kinds.js';

/** The label of the pods of a Gateway of the Gateway API. */
export const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

export const PEER_AUTHENTICATION = 'security.istio.io/PeerAuthentication';
export const AUTHORIZATION_POLICY = 'security.istio.io/AuthorizationPolicy';
export const REQUEST_AUTHENTICATION = 'security.istio.io/RequestAuthentication';
export const SECURITY_KINDS = [AUTHORIZATION_POLICY, PEER_AUTHENTICATION, REQUEST_AUTHENTICATION] as const;

/** Where each kind has the labels of the pods that it applies to, unless in `spec.selector.matchLabels`. */
const SELECTORS: Readonly<Record<string, readonly string[]>> = {
  [SIDECAR]: ['spec', 'workloadSelector', 'labels'],
  [ENVOY_FILTER]: ['spec', 'workloadSelector', 'labels'],
  [DESTINATION_RULE]: ['spec', 'workloadSelector', 'matchLabels'],
};

/** Kinds of which an object in the root namespace applies to pods of all namespaces. */
const MESH_WIDE: readonly string[] = [...SECURITY_KINDS, ENVOY_FILTER, TELEMETRY, WASM_PLUGIN, PROXY_CONFIG];

/** The labels of the pods that an object selects, or the place where they would be. */
export function selectorField(resource: Resource): Field {
  return Field.of(resource).at(...(SELECTORS[kindOf(resource.object)] ?? ['spec', 'selector', 'matchLabels']));
}

/** The labels of the pods that an object selects; undefined if it has no selector, or an empty one. */
export function selectorOf(resource: Resource): JsonObject | undefined {
  const { mapping, entries } = selectorField(resource);
  return entries.length === 0 ? undefined : mapping;
}

/** The Gateways and Services that an object names in place of a selector. */
function targetsOf(resource: Resource): readonly Field[] {
  const spec = Field.of(resource).at('spec');
  const single = spec.at('targetRef');
  return [...spec.at('targetRefs').items, ...(single.mapping === undefined ? [] : [single])];
}

/** Whether an object names Gateways or Services in place of a selector: no sidecar reads it then. */
export function hasTargets(resource: Resource): boolean {
  return targetsOf(resource).length > 0;
}

/** Whether an object is in the namespace whose policies apply to the whole mesh. */
export function isMeshWide(resource: Resource, cluster: ClusterIndex): boolean {
  return namespaceOf(resource) === rootNamespaceOf(cluster);
}

/**
 * Whether an object applies to pods. Those of the root namespace apply to every namespace, but PeerAuthentications only without a
 * selector, and Sidecars and DestinationRules never. One that names targets applies to gateways of the Gateway API, and to no
 * sidecar.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/pilot/pkg/model/policyattachment.go
 */
export function selects(resource: Resource, pod: PodTemplate, cluster: ClusterIndex): boolean {
  const kind = kindOf(resource.object);
  const isInNamespace = namespaceOf(resource) === pod.namespace;
  const meshWide = MESH_WIDE.includes(kind) && isMeshWide(resource, cluster);
  if (!meshWide && !isInNamespace) return false;
  if (hasTargets(resource)) return isInNamespace && targetsGateway(resource, pod);
  const labels = selectorOf(resource);
  if (labels === undefined) return true;
  return !(meshWide && kind === PEER_AUTHENTICATION) && matchesLabels(labels, pod.labels);
}

/** The pods that an object applies to. */
export function podsSelectedBy(resource: Resource, cluster: ClusterIndex): readonly PodTemplate[] {
  const pods = isMeshWide(resource, cluster) ? cluster.pods : cluster.podsIn(namespaceOf(resource));
  return pods.filter((pod) => selects(resource, pod, cluster));
}

function targetsGateway(resource: Resource, pod: PodTemplate): boolean {
  const gateway = pod.labels[GATEWAY_NAME];
  return (
    gateway !== undefined &&
    targetsOf(resource).some((ref) => ref.at('kind').text === 'Gateway' && ref.at('name').text === gateway)
  );
}

/** The workloads that an object takes for itself, where only one object of its kind and namespace takes effect. */
export interface WorkloadClaim {
  readonly field: Field;
  /** The pods that a selector selects; the whole namespace where there is no selector. */
  readonly things: readonly string[];
}

/** The workloads that an object takes for itself; empty if it names targets. */
export function workloadClaims(resource: Resource, cluster: ClusterIndex): readonly WorkloadClaim[] {
  if (hasTargets(resource)) return [];
  const namespace = namespaceOf(resource);
  if (selectorOf(resource) === undefined) {
    return [{ field: Field.of(resource).at('spec'), things: [`namespace ${namespace}`] }];
  }
  const pods = podsSelectedBy(resource, cluster).map((pod) => objectLabel(pod.resource.object));
  return [{ field: selectorField(resource), things: pods.map((pod) => `${pod} for namespace ${namespace}`) }];
}
