import type { LinkerdMesh } from '../../fleet/mesh.js';
import type { ImageValues } from './shared-values.js';

/** The differences between release lines that are visible in manifests. @see https://linkerd.io/releases/ */
export interface LinkerdRelease {
  /** The tag of the images. */
  readonly version: string;
  /** The init container's own image, if it is not the proxy's. */
  readonly proxyInitImage?: ImageValues;
  /** Tag of linkerd-cni's image. */
  readonly cniPlugin: string;
  /** Whether the chart supports proxies as native sidecars. */
  readonly nativeSidecar: boolean;
  /** Whether PodMonitors set `honorTimestamps`. */
  readonly honorTimestamps: boolean;
}

export const LINKERD_RELEASES: Record<LinkerdMesh['version'], LinkerdRelease> = {
  '2.19': {
    version: 'edge-25.10.7',
    proxyInitImage: { name: 'cr.l5d.io/linkerd/proxy-init', pullPolicy: '', version: 'v2.4.3' },
    cniPlugin: 'v1.6.4',
    nativeSidecar: false,
    honorTimestamps: false,
  },
  '2.20': {
    version: 'edge-26.6.3',
    cniPlugin: 'v1.6.8',
    nativeSidecar: true,
    honorTimestamps: true,
  },
};
