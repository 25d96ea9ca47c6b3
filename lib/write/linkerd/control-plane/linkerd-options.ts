import type { PartialTree } from '../../../input/part.js';
import type { LinkerdValues } from './values.js';

/** Values that the cluster and its trust set, and where. */
export const DECIDED = {
  clusterDomain: 'the cluster, by clusterDomain',
  cniEnabled: 'the cluster, by mesh.cni',
  identityTrustAnchorsPEM: 'the control plane, by roots',
  linkerdVersion: 'the cluster, by mesh.version',
} as const;

export type DecidedValue = keyof typeof DECIDED;

/**
 * The values of the chart that the user overrides, with the chart's own names and nesting: the content of a Helm values
 * file fits. Values that the cluster and its trust set are excluded.
 *
 * @see https://github.com/linkerd/linkerd2/blob/main/charts/linkerd-control-plane/values.yaml
 */
export type LinkerdOptions = PartialTree<Omit<LinkerdValues, DecidedValue>>;
