import { CONTROL_PLANE_NAMESPACE } from '../ports.js';
import type { LinkerdValues } from './values.js';

/** The address that a process listens on to serve every address family of the mesh. */
export function anyAddress({ disableIPv6 }: LinkerdValues): string {
  return disableIPv6 ? '0.0.0.0' : '[::]';
}

/** An absolute DNS name: the search domains of a pod are not tried. */
export function controlPlaneService(service: string, { clusterDomain }: LinkerdValues): string {
  return `${service}.${CONTROL_PLANE_NAMESPACE}.svc.${clusterDomain}.`;
}

/** The identity of a ServiceAccount, in the mesh's own form. @see https://linkerd.io/2-edge/features/automatic-mtls/ */
export function meshIdentity(
  serviceAccount: string,
  namespace: string,
  { identityTrustDomain }: LinkerdValues,
): string {
  return `${serviceAccount}.${namespace}.serviceaccount.identity.${CONTROL_PLANE_NAMESPACE}.${identityTrustDomain}`;
}
