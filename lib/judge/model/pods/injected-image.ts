import { type Container, isFilledIn } from './pod.js';

/**
 * Whether a mesh fills in the image of a container: that of a gateway, whose only container is the proxy. In other pods the
 * placeholder is an image that no registry has.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/gateway/
 */
export function hasInjectedImage(container: Container): boolean {
  const templates = (container.pod.annotations['inject.istio.io/templates'] ?? '')
    .split(',')
    .map((name) => name.trim());
  return isFilledIn(container) && templates.includes('gateway');
}
