import type { Cluster } from '../fleet/cluster.js';
import { DEFAULT_REVISION_TAG } from '../fleet/mesh.js';

/**
 * Asks the control plane for proxies, on a Namespace: by its tag, so that an upgrade changes no label. Never beside `istio-injection`, which
 * speaks to another control plane.
 *
 * @see https://istio.io/latest/docs/setup/upgrade/canary/#stable-revision-labels
 */
export function revisionLabel({ istio }: Pick<Cluster, 'istio'>): { readonly 'istio.io/rev'?: string } {
  return istio === undefined ? {} : { 'istio.io/rev': istio.revisionTag ?? DEFAULT_REVISION_TAG };
}
