import { canonicalQuantity } from '../../formats/quantity.js';
import type { LinkerdMesh } from '../fleet/mesh.js';
import type { Resources } from '../workload/resources.js';

/** Requests a proxy from Linkerd's injector; on a Namespace or a pod template. @see https://linkerd.io/2-edge/features/proxy-injection/ */
export const INJECT = { 'linkerd.io/inject': 'enabled' } as const;

/**
 * Annotations for a proxy as a native sidecar, which starts before the containers of the pod and terminates after them. So a Job can complete,
 * and a server can close its connections.
 *
 * @see https://linkerd.io/2-edge/reference/proxy-configuration/
 */
export function meshedPod(mesh: LinkerdMesh | undefined): { [annotation: string]: string } {
  if (mesh === undefined) return {};
  const nativeSidecar =
    mesh.version === '2.19'
      ? 'config.beta.linkerd.io/proxy-enable-native-sidecar'
      : 'config.linkerd.io/proxy-enable-native-sidecar';
  return { ...INJECT, [nativeSidecar]: 'true' };
}

/**
 * What happens to a connection to a port without a Server. `deny` admits only probes of the kubelet. @see https://linkerd.io/2-edge/reference/authorization-policy/#default-policies
 */
export type DefaultInboundPolicy =
  | 'all-unauthenticated'
  | 'all-authenticated'
  | 'cluster-unauthenticated'
  | 'cluster-authenticated'
  | 'deny';

export function defaultInboundPolicy(policy: DefaultInboundPolicy) {
  return { 'config.linkerd.io/default-inbound-policy': policy };
}

/**
 * Ports on which the proxy forwards bytes without detecting a protocol, still with mTLS between meshed pods. Required if the server speaks
 * first: detection would wait ten seconds for the client. The list replaces Linkerd's default.
 *
 * @see https://linkerd.io/2-edge/features/protocol-detection/#marking-ports-as-opaque
 */
export function opaquePorts(ports: readonly number[]) {
  return { 'config.linkerd.io/opaque-ports': [...ports].sort((a, b) => a - b).join(',') };
}

/** Requests and limits of the injected proxy. @see https://linkerd.io/2-edge/reference/proxy-configuration/ */
export function proxyResources({ cpu, memory }: Resources) {
  return {
    'config.linkerd.io/proxy-cpu-request': canonicalQuantity(cpu.request),
    'config.linkerd.io/proxy-cpu-limit': canonicalQuantity(cpu.limit),
    'config.linkerd.io/proxy-memory-request': canonicalQuantity(memory.request),
    'config.linkerd.io/proxy-memory-limit': canonicalQuantity(memory.limit),
  };
}
