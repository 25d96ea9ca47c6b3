import type { ClusterIndex } from '../cluster-index.js';
import { controlPlaneOf } from '../linkerd-control-plane/control-plane.js';
import type { PodTemplate } from '../pods/pod.js';

export const DEFAULT_POLICY_ANNOTATION = 'config.linkerd.io/default-inbound-policy';

/** The default policies. `audit` admits everyone and logs it. */
export const INBOUND_POLICIES: readonly string[] = [
  'all-unauthenticated',
  'all-authenticated',
  'cluster-unauthenticated',
  'cluster-authenticated',
  'deny',
  'audit',
];

/** Whether a policy admits peers without identity. */
export function admitsUnauthenticated(policy: string): boolean {
  return policy.endsWith('-unauthenticated') || policy === 'audit';
}

/** The policy for ports without a Server; undefined if neither pod, Namespace nor control plane set one. */
export function defaultInboundPolicyOf(pod: PodTemplate, cluster: ClusterIndex): string | undefined {
  // The injector ignores a value that it does not know, and the default of the cluster applies.
  const named = pod.annotations[DEFAULT_POLICY_ANNOTATION];
  if (named !== undefined && INBOUND_POLICIES.includes(named)) return named;
  return controlPlaneOf(cluster).defaultInboundPolicy;
}
