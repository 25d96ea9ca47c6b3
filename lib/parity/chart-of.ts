import { isMapping } from '../formats/mapping.js';
import type { ManifestObject } from '../manifest/object.js';
import { CNI_NAME, CNI_NAMESPACE } from '../write/linkerd/cni/cni-names.js';

/** The charts whose objects a file may contain. */
export type LinkerdChart = 'linkerd-crds' | 'linkerd-control-plane' | 'linkerd2-cni';

/** The chart that an object comes from; undefined for what belongs to another program, or to an extension such as linkerd-viz. */
export function chartOf({ kind, metadata }: ManifestObject): LinkerdChart | undefined {
  // A damaged file may have anything there.
  const labels = isMapping(metadata.labels) ? metadata.labels : {};
  if ('linkerd.io/extension' in labels) return undefined;
  if (kind === 'CustomResourceDefinition') {
    return /(^|\.)(linkerd|gateway\.networking\.k8s)\.io$/.test(metadata.name) ? 'linkerd-crds' : undefined;
  }
  if (
    labels['linkerd.io/cni-resource'] === 'true' ||
    metadata.namespace === CNI_NAMESPACE ||
    [CNI_NAME, CNI_NAMESPACE].includes(metadata.name)
  ) {
    return 'linkerd2-cni';
  }
  return Object.keys(labels).some((label) => label.startsWith('linkerd.io/')) || metadata.name === 'linkerd'
    ? 'linkerd-control-plane'
    : undefined;
}
