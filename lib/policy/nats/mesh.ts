import type { ClusterIndex } from '../cluster-index.js';
import type { PodTemplate } from '../pod.js';
import { stringsAt } from '../read.js';

/** Whether a mesh gives the pods a proxy, as far as annotations and labels say. */
export function isMeshed(cluster: ClusterIndex, pod: PodTemplate): boolean {
  return isInLinkerd(pod) || isInIstio(cluster, pod);
}

/** Whether Linkerd injects its proxy, by an annotation of the pods or of their Namespace. */
export function isInLinkerd(pod: PodTemplate): boolean {
  const inject = pod.annotations['linkerd.io/inject'];
  return inject === 'enabled' || inject === 'ingress';
}

function isInIstio(cluster: ClusterIndex, pod: PodTemplate): boolean {
  const inject = pod.labels['sidecar.istio.io/inject'] ?? pod.annotations['sidecar.istio.io/inject'];
  if (inject !== undefined) return inject === 'true';
  const labels = stringsAt(cluster.namespace(pod.namespace)?.object, 'metadata', 'labels');
  return labels['istio-injection'] === 'enabled' || labels['istio.io/rev'] !== undefined;
}
