import { isWithinReleases } from '../../../formats/release.js';
import type { Cluster } from '../../fleet/cluster.js';
import { LINKERD_GATEWAY_API } from '../../fleet/mesh.js';

/** Releases of other programs that a release line of Envoy Gateway supports. */
interface MadeFor {
  /** Release of the Gateway API that it is compiled with. */
  readonly gatewayApi: string;
  /** Kubernetes minor versions, first and last. */
  readonly kubernetes: readonly [first: number, last: number];
}

/** Release lines of Envoy Gateway that can name pods after their Gateway. @see https://gateway.envoyproxy.io/news/releases/matrix/ */
export type EnvoyGatewayRelease = '1.5' | '1.6' | '1.7' | '1.8' | '1.9';

/**
 * What each release line supports. Those before 1.5 always give pods a name with a hash.
 *
 * @see https://gateway.envoyproxy.io/news/releases/matrix/
 */
export const ENVOY_GATEWAY_RELEASES: { readonly [Release in EnvoyGatewayRelease]: MadeFor } = {
  '1.5': { gatewayApi: '1.3.0', kubernetes: [30, 33] },
  '1.6': { gatewayApi: '1.4.0', kubernetes: [30, 33] },
  '1.7': { gatewayApi: '1.4.1', kubernetes: [32, 35] },
  '1.8': { gatewayApi: '1.5.1', kubernetes: [32, 35] },
  '1.9': { gatewayApi: '1.6.1', kubernetes: [33, 36] },
};

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
  const minor = Number(kubernetesVersion.split('.')[1]);
  return Object.entries(ENVOY_GATEWAY_RELEASES).flatMap(([release, { gatewayApi, kubernetes }]) => {
    const [first, last] = kubernetes;
    const fits = minor >= first && minor <= last && isWithinReleases(gatewayApi, LINKERD_GATEWAY_API[linkerd.version]);
    return fits ? [release as EnvoyGatewayRelease] : [];
  });
}
