import { COMPONENT_LABEL } from '../linkerd-control-plane/control-plane.js';
import type { Container } from '../pods/pod.js';

/** What a container needs to redirect the traffic of its own pod. */
const NEEDED: readonly unknown[] = ['NET_ADMIN', 'NET_RAW'];

/**
 * Whether a container is the one that redirects a controller's own traffic to its proxy. Into all other pods the injector puts it, so that
 * no manifest shows it; linkerd-cni takes its place where it is used.
 *
 * @see https://linkerd.io/2-edge/reference/architecture/#linkerd-init-container
 */
export function isProxyInit({ pod, list, name }: Container): boolean {
  return pod.labels[COMPONENT_LABEL] !== undefined && list === 'initContainers' && name === 'linkerd-init';
}

/** Whether the redirection needs a capability. */
export function redirectionNeeds(capability: unknown): boolean {
  return NEEDED.includes(capability);
}
