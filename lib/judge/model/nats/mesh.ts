import type { ClusterIndex } from '../cluster-index.js';
import { hasSidecar } from '../istio/injection.js';
import type { PodTemplate } from '../pods/pod.js';

/** Whether a mesh gives the pods a proxy, as far as annotations and labels say. */
export function isMeshed(cluster: ClusterIndex, pod: PodTemplate): boolean {
  return isInLinkerd(pod) || hasSidecar(pod, cluster);
}

/** Whether Linkerd injects its proxy, by an annotation of the pods or of their Namespace. */
export function isInLinkerd(pod: PodTemplate): boolean {
  const inject = pod.annotations['linkerd.io/inject'];
  return inject === 'enabled' || inject === 'ingress';
}
