import { stringsAt } from '../../../manifest/read.js';
import type { ClusterIndex } from '../cluster-index.js';
import { controlPlaneOf } from './control-plane.js';

/** Annotation that the definitions of the Gateway API bear, and the control plane's namespace where others install them. */
export const BUNDLE_VERSION = 'gateway.networking.k8s.io/bundle-version';
export const CHANNEL = 'gateway.networking.k8s.io/channel';

/** The Gateway API that is said to stand in the cluster, though its definitions are not among the objects. */
export interface StatedGatewayApi {
  readonly release: string;
  readonly channel: string;
}

/** What the control plane's namespace says of the Gateway API; undefined where it says nothing. */
export function statedGatewayApi(cluster: ClusterIndex): StatedGatewayApi | undefined {
  const annotations = stringsAt(
    cluster.namespace(controlPlaneOf(cluster).namespace)?.object,
    'metadata',
    'annotations',
  );
  const release = annotations[BUNDLE_VERSION];
  return release === undefined ? undefined : { release, channel: annotations[CHANNEL] ?? 'standard' };
}
