import { parseImageName } from '../../../formats/image-name.js';
import type { Field } from '../../../manifest/field.js';
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

/** What `linkerd-init` and `istio-init` need to redirect connections; no other container of an injector gets a capability. */
const CAPABILITIES: readonly string[] = ['NET_ADMIN', 'NET_RAW'];

/**
 * Whether a mesh's injector wrote a container, as a sidecar or an init container: it has the name and the image of one, and the
 * pods have the mark that the injector leaves. Users change such a container with annotations only. One that goes beyond what
 * injectors write by default is judged like any other: a privileged one, one with further capabilities, a port of the host or
 * a command. So is one of a control plane of Linkerd, which no injector changes.
 */
export function isInjectedContainer({ pod, name, list, field }: Container): boolean {
  if (list === 'ephemeralContainers' || pod.labels[COMPONENT_LABEL] !== undefined || exceeds(field)) return false;
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

function exceeds(container: Field): boolean {
  const security = container.at('securityContext');
  return (
    security.at('privileged').value === true ||
    security.at('capabilities', 'add').texts.some((capability) => !CAPABILITIES.includes(capability)) ||
    container.all('ports[*].hostPort').some(({ isSet }) => isSet) ||
    container.at('command').isSet
  );
}
