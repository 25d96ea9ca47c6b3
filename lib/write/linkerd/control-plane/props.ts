import type { Cluster } from '../../fleet/cluster.js';
import type { LinkerdCniOptions } from '../cni/linkerd-cni.js';
import type { LinkerdOptions } from './linkerd-options.js';

/** The control plane of one cluster. @see https://linkerd.io/2-edge/reference/architecture/ */
export interface LinkerdControlPlaneProps {
  /** The cluster; its mesh states the release line, and whether linkerd-cni is used. */
  readonly cluster: Cluster;
  /**
   * Public root certificates in PEM that all identities of the fleet chain to, the same that `TrustHierarchy` gets; two
   * during a rotation. A change replaces the controllers' pods, which read the roots once.
   * @default - none, for a self-signed root that is not known at synthesis
   */
  readonly roots?: readonly string[];
  /** Public certificates in PEM of the intermediates below the roots, which are verified against them. @default - not verified */
  readonly intermediates?: readonly string[];
  /** The time at which roots and intermediates must be valid, as an ISO 8601 date. @default - their validity is not compared with a date */
  readonly validAt?: string;
  /** Overrides of the values of the official chart. @default - upstream's, made safer */
  readonly values?: LinkerdOptions;
  /** Overrides of the values of the official `linkerd2-cni` chart. @default - upstream's, made safer */
  readonly cni?: LinkerdCniOptions;
}
