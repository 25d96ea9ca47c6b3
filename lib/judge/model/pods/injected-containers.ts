import { parseImageName } from '../../../formats/image-name.js';
import { COMPONENT_LABEL } from '../linkerd-control-plane/control-plane.js';
import type { Container } from './pod.js';

/** What a mesh's injector adds to pods. */
interface Injector {
  /** Annotations of which the injector leaves at least one on every pod that it changes. */
  readonly marks: readonly string[];
  /** Containers to the last part of their image's name, whatever registry mirrors it. */
  readonly images: Readonly<Record<string, readonly string[]>>;
}

/**
 * @see https://github.com/linkerd/linkerd2/blob/version-2.20/pkg/k8s/labels.go
 * @see https://github.com/istio/istio/blob/1.30.3/manifests/charts/istio-control/istio-discovery/files/injection-template.yaml
 */
const INJECTORS: readonly Injector[] = [
  {
    marks: ['linkerd.io/proxy-version'],
    images: {
      'linkerd-init': ['proxy-init'],
      'linkerd-network-validator': ['proxy'],
      'linkerd-proxy': ['proxy'],
    },
  },
  {
    marks: ['sidecar.istio.io/status'],
    images: { 'istio-init': ['proxyv2'], 'istio-validation': ['proxyv2'], 'istio-proxy': ['proxyv2'] },
  },
];

/**
 * Whether a mesh's injector wrote a container, be it a sidecar or an init container: it has the name and the image of one, and the
 * pods have the mark that the injector leaves. Its author is told by annotations, so that the container is not the user's to change.
 * A privileged one is no exception to anything: the injectors write none by default. Neither is one of a control plane of Linkerd,
 * which no injector touches.
 */
export function isInjectedContainer({ pod, name, list, field }: Container): boolean {
  if (list === 'ephemeralContainers' || pod.labels[COMPONENT_LABEL] !== undefined) return false;
  if (field.at('securityContext', 'privileged').value === true) return false;
  const image =
    parseImageName(field.at('image').text ?? '')
      .repository.split('/')
      .at(-1) ?? '';
  return INJECTORS.some(
    ({ marks, images }) =>
      marks.some((mark) => pod.ownAnnotations[mark] !== undefined) &&
      Object.hasOwn(images, name) &&
      images[name]?.includes(image) === true,
  );
}
