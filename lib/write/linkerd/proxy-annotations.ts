import { canonicalQuantity } from '../../formats/quantity.js';
import type { LinkerdMesh } from '../fleet/mesh.js';
import type { Resources } from '../workload/resources.js';

/** Asks Linkerd's injector for a proxy; on a Namespace or a pod template. @see https://linkerd.io/2-edge/features/proxy-injection/ */
export const INJECT = { 'linkerd.io/inject': 'enabled' } as const;

/**
 * What a pod template says to be meshed: a proxy, as a native sidecar, which starts before the pod's containers and ends after
 * them. A Job can then complete, and a server can take leave of its clients.
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
 * What meets a connection to a meshed pod for whose port no Server says otherwise. `deny` lets nothing in but the kubelet's
 * probes. @see https://linkerd.io/2-edge/reference/authorization-policy/#default-policies
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
 * Ports whose bytes the proxy forwards without looking for a protocol, still with mTLS between meshed pods. Needed where the
 * server speaks first: detection would wait ten seconds for the client. The list replaces Linkerd's default one.
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
