import type { ClusterIndex } from '../model/cluster-index.js';
import { hasSidecar, isInMesh, mayBeInMesh } from '../model/istio/injection.js';
import type { PodTemplate } from '../model/pods/pod.js';
import { notJudged } from './outcome.js';
import { defineRule, type ObjectRule, type Rule } from './rule.js';

/** A rule about the pods in Istio's mesh. */
export interface IstioPodRule extends Omit<ObjectRule<PodTemplate>, 'scope' | 'about'> {
  /** Which pods: only those with a sidecar, or also those of ztunnel. */
  readonly proxy: 'sidecar' | 'any';
  /** Pods that the rule skips. @default - none: every pod in the mesh is judged */
  unless?(pod: PodTemplate, cluster: ClusterIndex): boolean;
}

/** Declares a rule about pods in Istio's mesh. Pods whose Namespace is not among the files may be in it, and are not judged. */
export function istioPodRule({ proxy, unless, check, ...text }: IstioPodRule): Rule {
  return defineRule<PodTemplate>({
    ...text,
    scope: 'object',
    about: (resource, cluster) => {
      const pod = cluster.podOf(resource);
      if (pod === undefined || unless?.(pod, cluster) === true) return [];
      const concerned = isInMesh(pod, cluster)
        ? proxy === 'any' || hasSidecar(pod, cluster)
        : mayBeInMesh(pod, cluster);
      return concerned ? [pod] : [];
    },
    *check(pod, cluster) {
      if (isInMesh(pod, cluster)) yield* check(pod, cluster);
      else yield notJudged(`Namespace ${pod.namespace} is not among the files`);
    },
  });
}
