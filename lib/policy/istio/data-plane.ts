import type { ClusterIndex } from '../cluster-index.js';
import type { PodTemplate } from '../pod.js';
import { booleanAt, stringListAt, stringsAt } from '../read.js';

/** What carries a pod's traffic: a proxy beside it, the node's ztunnel, or nothing of Istio's. */
export type DataPlane = 'sidecar' | 'ambient' | 'none';

export const PROXY_CONTAINER = 'istio-proxy';

/**
 * What carries the traffic of a pod, as far as the objects tell.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy
 */
export function dataPlaneOf(pod: PodTemplate, cluster: ClusterIndex): DataPlane {
  if (pod.containers.some(({ name }) => name === PROXY_CONTAINER)) return 'sidecar';
  const namespace = labelsOfNamespace(pod.namespace, cluster);
  if (isInjected(pod, namespace)) return 'sidecar';
  const mode = pod.labels['istio.io/dataplane-mode'] ?? namespace['istio.io/dataplane-mode'];
  return mode === 'ambient' ? 'ambient' : 'none';
}

export function isMeshed(pod: PodTemplate, cluster: ClusterIndex): boolean {
  return dataPlaneOf(pod, cluster) !== 'none';
}

/** The labels of a Namespace; none where it is not among the objects. */
export function labelsOfNamespace(namespace: string, cluster: ClusterIndex): Readonly<Record<string, string>> {
  const found = cluster.namespace(namespace);
  return found === undefined ? {} : stringsAt(found.object, 'metadata', 'labels');
}

function isInjected(
  { labels, ownAnnotations, spec }: PodTemplate,
  namespace: Readonly<Record<string, string>>,
): boolean {
  if (booleanAt(spec, 'hostNetwork') === true || namespace['istio-injection'] === 'disabled') return false;
  const wish = labels['sidecar.istio.io/inject'] ?? ownAnnotations['sidecar.istio.io/inject'];
  if (wish !== undefined) return wish === 'true';
  return (
    namespace['istio-injection'] === 'enabled' || (namespace['istio.io/rev'] ?? labels['istio.io/rev']) !== undefined
  );
}

/**
 * Whether the pods are a gateway: a proxy alone, which the injector or istiod completes.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/gateway/
 */
export function isGatewayPod({ containers, ownAnnotations, labels }: PodTemplate): boolean {
  if ((ownAnnotations['inject.istio.io/templates'] ?? '').split(',').includes('gateway')) return true;
  if (labels['gateway.networking.k8s.io/gateway-name'] !== undefined) return true;
  const running = containers.filter(({ list }) => list === 'containers');
  const [only, ...more] = running;
  if (running.some(({ name, spec }) => name === PROXY_CONTAINER && stringListAt(spec, 'args').includes('router'))) {
    return true;
  }
  return only?.name === PROXY_CONTAINER && more.length === 0;
}
