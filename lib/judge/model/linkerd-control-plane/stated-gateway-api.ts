import { stringsAt } from '../../../manifest/read.js';
import type { ClusterIndex } from '../cluster-index.js';
import { controlPlaneOf } from './control-plane.js';

/** Annotations of the Gateway API's definitions, and of the control plane's namespace where others install them. */
export const BUNDLE_VERSION = 'gateway.networking.k8s.io/bundle-version';
export const CHANNEL = 'gateway.networking.k8s.io/channel';

/** The Gateway API that the cluster is said to have, though its definitions are not among the objects. */
export interface StatedGatewayApi {
  readonly release: string;
  readonly channel: string;
}

/** The Gateway API that the control plane's namespace states; undefined if it states none. */
export function statedGatewayApi(cluster: ClusterIndex): StatedGatewayApi | undefined {
  const annotations = stringsAt(
    cluster.namespace(controlPlaneOf(cluster).namespace)?.object,
    'metadata',
    'annotations',
  );
  const release = annotations[BUNDLE_VERSION];
  return release === undefined ? undefined : { release, channel: annotations[CHANNEL] ?? 'standard' };
}
