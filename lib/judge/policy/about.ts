import { Field } from '../../manifest/field.js';
import type { Resource } from '../../manifest/resource.js';
import type { ClusterIndex } from '../model/cluster-index.js';
import { isInjectedContainer } from '../model/pods/injected-containers.js';
import type { Container, PodTemplate } from '../model/pods/pod.js';

/** `about` of rules on pods: the pods that the object makes. */
export function everyPod(resource: Resource, cluster: ClusterIndex): readonly PodTemplate[] {
  const pod = cluster.podOf(resource);
  return pod === undefined ? [] : [pod];
}

/** `about` of rules on some pods only: `everyPodWhere((pod) => pod.replicas !== undefined)`. */
export function everyPodWhere(wanted: (pod: PodTemplate, cluster: ClusterIndex) => boolean): typeof everyPod {
  return (resource, cluster) => everyPod(resource, cluster).filter((pod) => wanted(pod, cluster));
}

/** `about` of rules on containers, including init and ephemeral ones, except those that a mesh's injector wrote. */
export function everyContainer(resource: Resource, cluster: ClusterIndex): readonly Container[] {
  return everyPod(resource, cluster).flatMap(written);
}

/** `about` of rules on some containers only. */
export function everyContainerWhere(
  wanted: (container: Container, cluster: ClusterIndex) => boolean,
): typeof everyContainer {
  return (resource, cluster) => everyContainer(resource, cluster).filter((container) => wanted(container, cluster));
}

/** `about` of rules on fields of the pod or of a container: the pod first, then those containers. */
export function everyPodAndContainer(resource: Resource, cluster: ClusterIndex): readonly (PodTemplate | Container)[] {
  return everyPod(resource, cluster).flatMap((pod) => [pod, ...written(pod)]);
}

function written({ containers }: PodTemplate): readonly Container[] {
  return containers.filter((container) => !isInjectedContainer(container));
}

/** `about` of rules on entries of an object: `everyField('spec.ports[*]')`. Only fields that are set count. */
export function everyField(pattern: string): (resource: Resource) => readonly Field[] {
  return (resource) =>
    Field.of(resource)
      .all(pattern)
      .filter(({ isSet }) => isSet);
}
