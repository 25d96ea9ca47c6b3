import type { ClusterIndex } from '../cluster-index.js';
import { controlPlaneOf } from '../linkerd-control-plane/control-plane.js';
import type { PodTemplate } from '../pods/pod.js';

export const DEFAULT_POLICY_ANNOTATION = 'config.linkerd.io/default-inbound-policy';

/** Who a default policy lets in. `audit` lets everyone in and writes it down. */
export const INBOUND_POLICIES: readonly string[] = [
  'all-unauthenticated',
  'all-authenticated',
  'cluster-unauthenticated',
  'cluster-authenticated',
  'deny',
  'audit',
];

/** Whether a policy lets in peers that prove no identity. */
export function admitsUnauthenticated(policy: string): boolean {
  return policy.endsWith('-unauthenticated') || policy === 'audit';
}

/** The policy for ports without a Server; undefined where neither pod, namespace nor control plane name a known one. */
export function defaultInboundPolicyOf(pod: PodTemplate, cluster: ClusterIndex): string | undefined {
  // The injector passes over a value that it does not know, so that the cluster's default holds.
  const named = pod.annotations[DEFAULT_POLICY_ANNOTATION];
  if (named !== undefined && INBOUND_POLICIES.includes(named)) return named;
  return controlPlaneOf(cluster).defaultInboundPolicy;
}
