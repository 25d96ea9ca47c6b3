import { groupOf } from '../../../manifest/object.js';
import { stringAt, stringsAt } from '../../../manifest/read.js';
import type { ClusterIndex } from '../cluster-index.js';
import { COMPONENT_LABEL, CONTROL_PLANE_NS_LABEL, controlPlaneOf } from '../linkerd-control-plane/control-plane.js';
import { perCluster, perItem } from '../per-cluster.js';
import { isInjectedContainer } from '../pods/injected-containers.js';
import type { PodTemplate } from '../pods/pod.js';

export const INJECT_ANNOTATION = 'linkerd.io/inject';

/** Label with which a namespace excludes itself from Linkerd's webhooks. */
export const WEBHOOKS_LABEL = 'config.linkerd.io/admission-webhooks';

/** Values of the inject annotation that ask for a proxy. */
export const INJECTING: readonly string[] = ['enabled', 'ingress'];

/** All values of the inject annotation. Any other prevents injection, on a namespace even for pods that ask for a proxy. */
export const INJECT_VALUES: readonly string[] = [...INJECTING, 'disabled'];

const PROXY_CONTAINERS = ['linkerd-proxy', 'istio-proxy'];
const INIT_CONTAINERS = ['linkerd-init', 'istio-init'];
const EXCLUDED_NAMESPACES = ['kube-system', 'cert-manager'];

/** Annotations of a pod's Namespace; none if it is not among the objects. */
export function namespaceAnnotations(namespace: string, cluster: ClusterIndex): Readonly<Record<string, string>> {
  const found = cluster.namespace(namespace);
  return found === undefined ? {} : stringsAt(found.object, 'metadata', 'annotations');
}

/** Whether the injector is called for pods of a namespace at all. */
export function webhookSees(namespace: string, cluster: ClusterIndex): boolean {
  if (EXCLUDED_NAMESPACES.includes(namespace)) return false;
  const found = cluster.namespace(namespace);
  return found === undefined || stringsAt(found.object, 'metadata', 'labels')[WEBHOOKS_LABEL] !== 'disabled';
}

/** Whether the pod template contains a proxy already. */
export function bringsProxy(pod: PodTemplate): boolean {
  return pod.containers.some(
    ({ name, list }) =>
      PROXY_CONTAINERS.includes(name) || (list === 'initContainers' && INIT_CONTAINERS.includes(name)),
  );
}

/**
 * Whether Linkerd's injector adds a proxy to the pods. The pod's own annotation cannot ask for a proxy where its namespace has
 * an unknown value, and only `disabled` takes it out of a namespace that asks for one.
 *
 * @see https://github.com/linkerd/linkerd2/blob/version-2.20/pkg/inject/report.go
 */
export const isInjected = perItem((pod: PodTemplate, cluster): boolean => {
  // Live pods, and those of `linkerd inject --manual`, show what the injector has made of them already.
  if (pod.containers.some((each) => each.name === 'linkerd-proxy' && isInjectedContainer(each))) return true;
  if (pod.spec['hostNetwork'] === true || bringsProxy(pod) || !webhookSees(pod.namespace, cluster)) return false;
  if (pod.labels[COMPONENT_LABEL] !== undefined) return false;
  const own = pod.ownAnnotations[INJECT_ANNOTATION] ?? '';
  const inherited = namespaceAnnotations(pod.namespace, cluster)[INJECT_ANNOTATION] ?? '';
  const known = [own, inherited].every((value) => value === '' || INJECT_VALUES.includes(value));
  if (!known) return false;
  return INJECTING.includes(inherited) ? own !== 'disabled' : INJECTING.includes(own);
});

/**
 * Whether the objects tell if the injector adds a proxy to the pods. They do not where the Namespace is not among them, since it
 * may ask for proxies, unless the pods exclude themselves.
 */
export function isInjectionKnown(pod: PodTemplate, cluster: ClusterIndex): boolean {
  if (isInjected(pod, cluster) || cluster.namespace(pod.namespace) !== undefined) return true;
  if (pod.ownAnnotations[INJECT_ANNOTATION] !== undefined || pod.labels[COMPONENT_LABEL] !== undefined) return true;
  return pod.spec['hostNetwork'] === true || bringsProxy(pod) || !webhookSees(pod.namespace, cluster);
}

/** Whether anything among the objects shows that the cluster runs Linkerd: an object of it, or an annotation that asks for proxies. */
export const runsLinkerd = perCluster(
  (cluster) =>
    cluster.resources.some(({ object }) => {
      const group = groupOf(object.apiVersion);
      if (group === 'linkerd.io' || group.endsWith('.linkerd.io')) return true;
      const { labels, annotations } = object.metadata;
      return stringAt(labels, COMPONENT_LABEL) !== undefined || stringAt(annotations, INJECT_ANNOTATION) !== undefined;
    }) || cluster.pods.some(({ ownAnnotations }) => ownAnnotations[INJECT_ANNOTATION] !== undefined),
);

/** Whether the pods are in the Linkerd mesh: injected, or with Linkerd's proxy in the template. */
export function isMeshed(pod: PodTemplate, cluster: ClusterIndex): boolean {
  return isInjected(pod, cluster) || pod.containers.some(({ name }) => name === 'linkerd-proxy');
}

/** The labels that policy sees on the pods: their own, and those that the injector adds. */
export const labelsInMesh = perItem((pod: PodTemplate, cluster): Readonly<Record<string, string>> => {
  if (!isInjected(pod, cluster)) return pod.labels;
  const kind = (stringAt(pod.resource.object, 'kind') ?? '').toLowerCase();
  return {
    ...pod.labels,
    [CONTROL_PLANE_NS_LABEL]: controlPlaneOf(cluster).namespace,
    'linkerd.io/workload-ns': pod.namespace,
    ...(kind === 'pod' ? {} : { [`linkerd.io/proxy-${kind}`]: pod.resource.object.metadata.name }),
  };
});
