import { Field } from '../../../manifest/field.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../../model/cluster-index.js';
import type { Container, PodTemplate } from '../../model/pods/pod.js';
import { everyContainer, everyPod, everyPodAndContainer } from '../about.js';

/** What the fields of a declared rule belong to. */
export interface Owners {
  /** The object itself; paths start at its root. */
  readonly object: { readonly resource: Resource; readonly field: Field };
  /** The pods that the object makes; paths start at their spec. */
  readonly pod: PodTemplate;
  /** Each container of these pods. */
  readonly container: Container;
  /** The pods and each of their containers, for fields that both have. */
  readonly 'pod and container': PodTemplate | Container;
}

export type Owner = keyof Owners;

/** Finds the owners in an object. */
export const OWNERS: { readonly [Of in Owner]: (resource: Resource, cluster: ClusterIndex) => readonly Owners[Of][] } =
  {
    object: (resource) => [{ resource, field: Field.of(resource) }],
    pod: everyPod,
    container: everyContainer,
    'pod and container': everyPodAndContainer,
  };
