import { valueAt } from '../../../manifest/read.js';
import type { ClusterIndex } from '../cluster-index.js';
import { controlPlaneInstallOf } from '../linkerd-control-plane/install.js';
import type { PodTemplate } from '../pods/pod.js';
import { linkerdReleaseOf } from '../releases.js';
import { namespaceAnnotations } from './injection.js';

export const STABLE_KEY = 'config.linkerd.io/proxy-enable-native-sidecar';
export const BETA_KEY = 'config.beta.linkerd.io/proxy-enable-native-sidecar';
export const ALPHA_KEY = 'config.alpha.linkerd.io/proxy-enable-native-sidecar';
export const WAIT_KEY = 'config.alpha.linkerd.io/proxy-wait-before-exit-seconds';

/**
 * Whether the proxy of injected pods is a native sidecar: an init container that keeps running, and stops after the
 * containers. Undefined if the objects do not tell, as without a control plane among them.
 *
 * @see https://github.com/linkerd/linkerd2/blob/version-2.20/pkg/k8s/labels.go
 */
export function isNativeSidecar(pod: PodTemplate, cluster: ClusterIndex): boolean | undefined {
  const install = controlPlaneInstallOf(cluster);
  const release = linkerdReleaseOf(cluster);
  const inherited = namespaceAnnotations(pod.namespace, cluster);
  const keys = release === '2.19' ? [BETA_KEY, ALPHA_KEY] : [STABLE_KEY, BETA_KEY, ALPHA_KEY];
  // For each key the pod's own value comes before that of its namespace; 2.20 inherits all but the beta key.
  const stated = keys
    .map((key) => pod.ownAnnotations[key] ?? (release === '2.20' && key === BETA_KEY ? undefined : inherited[key]))
    .find((value) => value !== undefined);
  if (stated !== undefined) return /^(?:1|t|true)$/i.test(stated);
  const configured = valueAt(install?.values, 'proxy', 'nativeSidecar');
  return typeof configured === 'boolean' ? configured : undefined;
}
