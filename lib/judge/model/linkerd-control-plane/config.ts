import { isMapping } from '../../../formats/mapping.js';
import { readYaml } from '../../../manifest/kube-yaml.js';
import type { JsonObject } from '../../../manifest/object.js';
import { stringAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';

/** ConfigMap that the injector and `linkerd check` read. */
export const CONFIG_NAME = 'linkerd-config';

/** ConfigMap linkerd-config and its values. */
export interface ControlPlaneConfig {
  readonly resource: Resource | undefined;
  /** The mapping below `values`; undefined if there is none. */
  readonly values: JsonObject | undefined;
}

/**
 * Reads linkerd-config of a namespace.
 *
 * @see https://github.com/linkerd/linkerd2/blob/version-2.20/charts/linkerd-control-plane/templates/config.yaml
 */
export function controlPlaneConfigIn(cluster: ClusterIndex, namespace: string): ControlPlaneConfig {
  const resource = cluster.find('ConfigMap', namespace, CONFIG_NAME);
  return { resource, values: valuesOf(resource) };
}

/** The mapping below `values` of a ConfigMap linkerd-config; undefined if there is none. */
export function valuesOf(config: Resource | undefined): JsonObject | undefined {
  try {
    const [value, ...more] = readYaml(stringAt(config?.object, 'data', 'values') ?? '');
    return more.length === 0 && isMapping(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
