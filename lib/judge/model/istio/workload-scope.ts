import { at } from '../../../manifest/field-path.js';
import type { JsonObject } from '../../../manifest/object.js';
import { listAt, objectAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { kindOf, namespaceOf, type PodTemplate } from '../pods/pod.js';
import { matchesLabels } from '../selector.js';
import { rootNamespaceOf } from './mesh-config.js';
import { DESTINATION_RULE, ENVOY_FILTER, PROXY_CONFIG, SIDECAR, TELEMETRY, WASM_PLUGIN } from './traffic-kinds.js';

/** Where each kind writes the labels of the pods that it is for. */
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

/** The pods that an object is for, as it is written. */
export interface WorkloadScope {
  readonly path: string;
  /** The labels that are asked for; undefined where the object is for all pods of its namespace. */
  readonly labels: JsonObject | undefined;
}

/** Which workloads an object is for. A selector without labels is none. */
export function workloadScope({ object }: Resource): WorkloadScope {
  const steps = SELECTORS[kindOf(object)] ?? [];
  const labels = steps.length === 0 ? undefined : objectAt(object, ...steps);
  return { path: at('', ...steps), labels: labels && Object.keys(labels).length > 0 ? labels : undefined };
}

/** Whether an object names a Gateway or a Service in place of pods. */
export function hasTargets({ object }: Resource): boolean {
  return objectAt(object, 'spec', 'targetRef') !== undefined || listAt(object, 'spec', 'targetRefs').length > 0;
}

/** The pods that an object is for. */
export function podsInScope(resource: Resource, cluster: ClusterIndex): readonly PodTemplate[] {
  const { labels } = workloadScope(resource);
  const namespace = namespaceOf(resource);
  const everywhere = MESH_WIDE.includes(kindOf(resource.object)) && namespace === rootNamespaceOf(cluster);
  const pods = everywhere ? cluster.pods : cluster.podsIn(namespace);
  return labels === undefined ? pods : pods.filter((pod) => matchesLabels(labels, pod.labels));
}
