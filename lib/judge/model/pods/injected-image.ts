import { type Found, stringAt } from '../../../manifest/read.js';
import type { PodTemplate } from './pod.js';

/**
 * Whether a mesh fills in the image of a container: that of a gateway, whose only container is the proxy. In other pods the
 * placeholder is an image that no registry has.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/gateway/
 */
export function hasInjectedImage({ annotations }: PodTemplate, container: Found): boolean {
  const templates = (annotations['inject.istio.io/templates'] ?? '').split(',').map((name) => name.trim());
  return (
    stringAt(container, 'name') === 'istio-proxy' &&
    stringAt(container, 'image') === 'auto' &&
    templates.includes('gateway')
  );
}
