import type { ImageValues } from './shared-values.js';
import type { LinkerdValues } from './values.js';

export function controllerImage({
  controllerImage,
  controllerImageVersion,
  linkerdVersion,
  imagePullPolicy,
}: LinkerdValues) {
  return { image: `${controllerImage}:${controllerImageVersion || linkerdVersion}`, imagePullPolicy };
}

export function proxyImage(values: LinkerdValues) {
  return image(values.proxy.image, values);
}

/** Up to 2.19 the init container has its own image; since then its program is in the proxy's image. */
export function proxyInitImage(values: LinkerdValues) {
  return values.proxyInit.image === undefined
    ? { ...proxyImage(values), command: ['/usr/lib/linkerd/linkerd2-proxy-init'] }
    : image(values.proxyInit.image, values);
}

function image({ name, version, pullPolicy }: ImageValues, { linkerdVersion, imagePullPolicy }: LinkerdValues) {
  return { image: `${name}:${version || linkerdVersion}`, imagePullPolicy: pullPolicy || imagePullPolicy };
}
