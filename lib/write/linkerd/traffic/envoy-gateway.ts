import { isWithinReleases } from '../../../formats/release.js';
import {
  ENVOY_GATEWAY_GATEWAY_API,
  ENVOY_GATEWAY_KUBERNETES,
  LINKERD_GATEWAY_API,
} from '../../../releases/compatibility.js';
import type { Cluster } from '../../fleet/cluster.js';

/** Release lines of Envoy Gateway that can name pods after their Gateway: those before 1.5 always give them a name with a hash. @see https://gateway.envoyproxy.io/news/releases/matrix/ */
export type EnvoyGatewayRelease = '1.5' | '1.6' | '1.7' | '1.8' | '1.9';

/** Release lines of Envoy Gateway, oldest first. */
export const ENVOY_GATEWAY_RELEASES: readonly EnvoyGatewayRelease[] = ['1.5', '1.6', '1.7', '1.8', '1.9'];

/** The newest release line that works with a release of Linkerd. */
export const DEFAULT_ENVOY_GATEWAY: EnvoyGatewayRelease = '1.8';

/** Ports on which the pods listen for 80 and 443 of a Gateway: 10000 is added to privileged ports. */
export const ENVOY_GATEWAY_PORTS = { http: 10_080, https: 10_443 } as const;

/** Port at which the kubelet asks whether a pod may terminate. @see https://gateway.envoyproxy.io/docs/tasks/operations/graceful-shutdown/ */
export const SHUTDOWN_PORT = 19_002;

/** Port of the controller that configures the pods. @see https://gateway.envoyproxy.io/docs/install/gateway-helm-api/ */
export const XDS_PORT = 18_000;

/** Release lines that support the releases of a cluster with Linkerd, oldest first. */
export function envoyGatewaysFor({ kubernetesVersion, linkerd }: Cluster): readonly EnvoyGatewayRelease[] {
  if (linkerd === undefined) return [];
  const read = LINKERD_GATEWAY_API[linkerd.version];
  return ENVOY_GATEWAY_RELEASES.filter(
    (release) =>
      isWithinReleases(kubernetesVersion, ENVOY_GATEWAY_KUBERNETES[release]) &&
      ENVOY_GATEWAY_GATEWAY_API[release].every((gatewayApi) => isWithinReleases(gatewayApi, read)),
  );
}
