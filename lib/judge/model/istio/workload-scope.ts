import { Field } from '../../../manifest/field.js';
import { type JsonObject, objectLabel } from '../../../manifest/object.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { kindOf, namespaceOf, type PodTemplate } from '../pods/pod.js';
import { matchesLabels } from '../selector.js';
import { rootNamespaceOf } from './mesh-config.js';
import { DESTINATION_RULE, ENVOY_FILTER, PROXY_CONFIG, SIDECAR, TELEMETRY, WASM_PLUGIN } from './traffic-kinds.js';

/** Where each kind has the labels of the pods that it applies to. */
const SELECTORS: Readonly<Record<string, readonly string[]>> = {
  [SIDECAR]: ['spec', 'workloadSelector', 'labels'],
  [ENVOY_FILTER]: ['spec', 'workloadSelector', 'labels'],
  [DESTINATION_RULE]: ['spec', 'workloadSelector', 'matchLabels'],
  [PROXY_CONFIG]: ['spec', 'selector', 'matchLabels'],
  [TELEMETRY]: ['spec', 'selector', 'matchLabels'],
  [WASM_PLUGIN]: ['spec', 'selector', 'matchLabels'],
  'security.istio.io/AuthorizationPolicy': ['spec', 'selector', 'matchLabels'],
  'security.istio.io/RequestAuthentication': ['spec', 'selector', 'matchLabels'],
};

/** Kinds of which an object in the root namespace selects pods of all namespaces. */
const MESH_WIDE: readonly string[] = [ENVOY_FILTER, TELEMETRY, WASM_PLUGIN, PROXY_CONFIG];

/** The selector of an object. */
export interface WorkloadScope {
  /** Where the labels are, or would be. */
  readonly field: Field;
  /** The labels that pods must have; undefined where the object applies to all pods of its namespace. */
  readonly labels: JsonObject | undefined;
}

/** Which workloads an object selects. A selector without labels is none. */
export function workloadScope(resource: Resource): WorkloadScope {
  const field = Field.of(resource).at(...(SELECTORS[kindOf(resource.object)] ?? ['spec', 'selector']));
  const labels = field.mapping;
  return { field, labels: labels && Object.keys(labels).length > 0 ? labels : undefined };
}

/** The Gateways and Services that an object names in place of a selector. */
export function targetsOf(resource: Resource): readonly Field[] {
  const spec = Field.of(resource).at('spec');
  const single = spec.at('targetRef');
  return [...spec.at('targetRefs').items, ...(single.mapping === undefined ? [] : [single])];
}

/** Whether an object names Gateways or Services in place of a selector: no sidecar reads it then. */
export function hasTargets(resource: Resource): boolean {
  return targetsOf(resource).length > 0;
}

/** The pods that an object applies to. */
export function podsInScope(resource: Resource, cluster: ClusterIndex): readonly PodTemplate[] {
  const { labels } = workloadScope(resource);
  const namespace = namespaceOf(resource);
  const everywhere = MESH_WIDE.includes(kindOf(resource.object)) && namespace === rootNamespaceOf(cluster);
  const pods = everywhere ? cluster.pods : cluster.podsIn(namespace);
  return labels === undefined ? pods : pods.filter((pod) => matchesLabels(labels, pod.labels));
}

/** The workloads that an object of a namespace applies to. Objects that name the same thing apply to the same workloads. */
export interface ScopeClaim {
  readonly field: Field;
  /** The pods that a selector selects; the whole namespace where there is no selector. */
  readonly things: readonly string[];
}

/** What an object takes for itself where only one object of its kind and namespace takes effect; empty where it names targets. */
export function scopeClaims(resource: Resource, cluster: ClusterIndex): readonly ScopeClaim[] {
  if (hasTargets(resource)) return [];
  const { field, labels } = workloadScope(resource);
  const namespace = namespaceOf(resource);
  if (labels === undefined) return [{ field: Field.of(resource).at('spec'), things: [`namespace ${namespace}`] }];
  const pods = podsInScope(resource, cluster).map((pod) => objectLabel(pod.resource.object));
  return [{ field, things: pods.map((pod) => `${pod} for namespace ${namespace}`) }];
}
