import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../../model/cluster-index.js';
import { isInjected, isInjectionKnown, isMeshed, runsLinkerd } from '../../model/linkerd/injection.js';
import type { PodTemplate } from '../../model/pods/pod.js';
import { type NotJudged, notJudged } from '../outcome.js';

/** Finds what a rule judges in pods. */
type Targets<Target> = (pod: PodTemplate, cluster: ClusterIndex) => readonly Target[];

/**
 * `about` of rules on pods that get a proxy from Linkerd's injector. Pods for which the files do not tell are not
 * judged.
 */
export function injectedPods<Target>(targets: Targets<Target>): AboutPods<Target> {
  return podsWhere(isInjected, targets);
}

/** `about` of rules on pods with a proxy of Linkerd: injected, or in their template. */
export function meshedPods<Target>(targets: Targets<Target>): AboutPods<Target> {
  return podsWhere(isMeshed, targets);
}

/** `about` of rules on each pod that the injector gives a proxy. */
export const everyInjectedPod = injectedPods((pod) => [pod]);

/** Reports pods as not judged if the files do not tell whether they are injected. */
export function undecidedPods(cluster: ClusterIndex): readonly NotJudged[] {
  return cluster.pods.flatMap((pod) => whyUndecided(pod, cluster));
}

type AboutPods<Target> = (resource: Resource, cluster: ClusterIndex) => readonly (Target | NotJudged)[];

function podsWhere<Target>(
  wanted: (pod: PodTemplate, cluster: ClusterIndex) => boolean,
  targets: Targets<Target>,
): AboutPods<Target> {
  return (resource, cluster) => {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return [];
    return wanted(pod, cluster) ? targets(pod, cluster) : whyUndecided(pod, cluster);
  };
}

/** Reports a pod as not judged if the files do not tell whether it is injected. */
export function whyUndecided(pod: PodTemplate, cluster: ClusterIndex): readonly NotJudged[] {
  if (!runsLinkerd(cluster) || isInjectionKnown(pod, cluster)) return [];
  return [notJudged(`Namespace ${pod.namespace} is not among the files`, pod.resource)];
}
