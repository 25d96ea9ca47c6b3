import type { PartialTree } from '../../../input/part.js';
import type { LinkerdValues } from './values.js';

/** Values that the cluster and its trust decide, and where. */
export const DECIDED = {
  clusterDomain: 'the cluster, by clusterDomain',
  cniEnabled: 'the cluster, by mesh.cni',
  identityTrustAnchorsPEM: 'the control plane, by roots',
  linkerdVersion: 'the cluster, by mesh.version',
} as const;

export type DecidedValue = keyof typeof DECIDED;

/**
 * The chart's values, as many as the user wants otherwise, under the chart's own names and in its own nesting: what a values file of
 * the Helm chart holds fits. What the cluster and its trust decide is not asked for.
 *
 * @see https://github.com/linkerd/linkerd2/blob/main/charts/linkerd-control-plane/values.yaml
 */
export type LinkerdOptions = PartialTree<Omit<LinkerdValues, DecidedValue>>;
