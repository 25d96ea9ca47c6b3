import { readYaml } from '../../manifest/kube-yaml.js';
import type { JsonObject } from '../../manifest/object.js';
import type { ClusterIndex } from '../cluster-index.js';
import type { Subject } from '../finding.js';
import { perCluster } from '../linkerd/per-cluster.js';
import { kindOf } from '../pod.js';
import { isObject, objectAt, stringAt } from '../read.js';

/** Kinds that may hold the settings of a mesh. */
export const SETTINGS_KINDS = ['ConfigMap', 'sailoperator.io/Istio'] as const;

const DEFAULT_ROOT = 'istio-system';

/** The mesh-wide settings that istiod reads, and where they stand. */
export interface MeshSettings {
  readonly subject: Subject;
  /** Path of the settings within the object; the text that holds them where it is a ConfigMap. */
  readonly path: string;
  readonly settings: JsonObject;
}

/**
 * The MeshConfigs among the objects: key `mesh` of ConfigMap `istio` and `istio-<revision>`, and those of the Sail operator.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
 */
export const meshSettings = perCluster((cluster): readonly MeshSettings[] =>
  cluster.ofKind(...SETTINGS_KINDS).flatMap((subject) => settingsOf(subject) ?? []),
);

/** The MeshConfig that an object holds; undefined where it is about something else. */
export function settingsOf(subject: Subject): MeshSettings | undefined {
  const { object } = subject;
  if (kindOf(object) === 'sailoperator.io/Istio') {
    const settings = objectAt(object, 'spec', 'values', 'meshConfig');
    return settings && { subject, path: 'spec.values.meshConfig', settings };
  }
  const text = stringAt(object, 'data', 'mesh');
  if (text === undefined || !/^istio(-|$)/.test(object.metadata.name)) return undefined;
  const settings = mappingIn(text);
  return settings && { subject, path: 'data.mesh', settings };
}

/** Namespace whose objects are for all others. */
export function rootNamespaceOf(cluster: ClusterIndex): string {
  for (const { settings } of meshSettings(cluster)) {
    const root = stringAt(settings, 'rootNamespace');
    if (root !== undefined && root !== '') return root;
  }
  return DEFAULT_ROOT;
}

function mappingIn(text: string): JsonObject | undefined {
  try {
    const [value, ...more] = readYaml(text);
    return more.length === 0 && isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
