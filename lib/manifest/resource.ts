import type { ClusterReleases } from '../releases/project.js';
import type { ManifestObject } from './object.js';

/** The path that means standard input. */
export const STDIN = '-';

/** An object and the place that it was read from. */
export interface Resource {
  readonly object: ManifestObject;
  /** Path of the file as the user gave it, or below a path that the user gave; `/` as separator. */
  readonly file: string;
  /** Zero-based number of the YAML document within the file. */
  readonly document: number;
}

/** Everything that was read for one Kubernetes cluster. */
export interface ClusterView {
  /** The cluster's name; for arbitrary input the folder or file that was given. */
  readonly name: string;
  readonly resources: readonly Resource[];
  /**
   * What rules may look up and nothing judges: the cluster or one of its controllers made it.
   * @default - nothing
   */
  readonly lookedUp?: readonly Resource[];
  /**
   * What the cluster runs.
   * @default - not known: the newest release of everything that is known here
   */
  readonly releases?: ClusterReleases;
}
