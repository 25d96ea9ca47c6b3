import type { Cluster } from '../fleet/cluster.js';
import { DEFAULT_REVISION_TAG } from '../fleet/mesh.js';

/**
 * Label of a Namespace that requests proxies from the control plane: by a tag, so that an upgrade changes no label. Never together with
 * `istio-injection`, which selects another control plane.
 *
 * @see https://istio.io/latest/docs/setup/upgrade/canary/#stable-revision-labels
 */
export function revisionLabel({ istio }: Pick<Cluster, 'istio'>): { readonly 'istio.io/rev'?: string } {
  return istio === undefined ? {} : { 'istio.io/rev': istio.revisionTag ?? DEFAULT_REVISION_TAG };
}
