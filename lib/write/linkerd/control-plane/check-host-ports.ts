import { ApiObject, App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { ManifestObject } from '../../../manifest/object.js';
import { podTemplateSteps } from '../../../manifest/pod-template.js';
import {
  booleanAt,
  type Found,
  listAt,
  numberAt,
  objectAt,
  stringAt,
  stringsAt,
  valueAt,
} from '../../../manifest/read.js';
import { hasUsualResolvers, render } from '../../../manifest/render.js';
import type { LinkerdValues } from './values.js';

const INJECT = 'linkerd.io/inject';
/** Values of the annotation that request a proxy. */
const INJECTING: readonly Found[] = ['enabled', 'ingress'];
/** Namespaces that the injector's webhook never selects, whatever their annotations. */
const NEVER_INJECTED = ['kube-system', 'cert-manager'];

/**
 * Meshed pods with a hostPort, in a cluster whose mesh has no init containers. The check covers the whole app: the pods
 * of all components share the nodes and the mesh.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
 */
export function checkHostPorts(scope: IConstruct, values: LinkerdValues): string[] {
  if (!values.cniEnabled) return [];
  const objects = manifestsOf(scope);
  const namespaces = new Map(
    objects.filter(({ kind }) => kind === 'Namespace').map((object) => [object.metadata.name, object]),
  );
  return objects.flatMap((object) => {
    const steps = podTemplateSteps(object.kind);
    const name = object.metadata.namespace ?? 'default';
    const namespace = namespaces.get(name);
    if (steps === undefined) return [];
    const template = objectAt(object, ...steps);
    if (!isMeshed(template, name, namespace)) return [];
    const where = `${object.kind} ${name}/${object.metadata.name}`;
    return faultsOf(valueAt(template, 'spec'), profileOf(namespace), values).map((fault) => `${where} ${fault}`);
  });
}

/** The synthesis itself reports what cannot be rendered. */
function manifestsOf(scope: IConstruct): ManifestObject[] {
  const usual = hasUsualResolvers(App.of(scope));
  return scope.node.root.node.findAll().flatMap((construct): ManifestObject[] => {
    if (!ApiObject.isApiObject(construct)) return [];
    if (construct.kind !== 'Namespace' && podTemplateSteps(construct.kind) === undefined) return [];
    try {
      return [render(construct, usual) as ManifestObject];
    } catch {
      return [];
    }
  });
}

function isMeshed(pod: Found, name: string, namespace: ManifestObject | undefined): boolean {
  if (NEVER_INJECTED.includes(name)) return false;
  if (stringsAt(namespace, 'metadata', 'labels')['config.linkerd.io/admission-webhooks'] === 'disabled') return false;
  const own = valueAt(pod, 'metadata', 'annotations', INJECT);
  const inherited = valueAt(namespace, 'metadata', 'annotations', INJECT);
  return INJECTING.includes(own) || (INJECTING.includes(inherited) && own !== 'disabled');
}

/** The pod-security profile that the pods' namespace enforces, if it forbids host ports. */
function profileOf(namespace: ManifestObject | undefined): string | undefined {
  const profile = stringsAt(namespace, 'metadata', 'labels')['pod-security.kubernetes.io/enforce'];
  return profile === 'baseline' || profile === 'restricted' ? profile : undefined;
}

const FIX =
  'reach it by a Service of type NodePort or LoadBalancer, or keep it out of the mesh with linkerd.io/inject: disabled, in a separate namespace';

function faultsOf(spec: Found, profile: string | undefined, { proxy }: LinkerdValues): string[] {
  const refused = profile === undefined ? '' : `; also, its namespace enforces ${profile}, which rejects the pod`;
  if (booleanAt(spec, 'hostNetwork') === true) {
    return [
      `requests hostNetwork and a proxy: linkerd-cni redirects nothing in the network of the node, and the injector adds no proxy to such a pod${refused}; ${FIX}`,
    ];
  }
  const own = Object.entries(proxy.ports);
  return portsOf(spec).map(({ container, hostPort, containerPort }) => {
    const taken = own.find(([, port]) => port === containerPort);
    const reason =
      taken === undefined
        ? 'clients that call it through the node have no mesh identity, and the pod-security profiles that linkerd-cni makes possible forbid it'
        : `${containerPort} is the proxy's own ${taken[0]} port, which the node would expose to everyone`;
    return `requests a proxy, and hostPort ${hostPort} to port ${containerPort} of container '${container}': ${reason}${refused}; ${FIX}`;
  });
}

function portsOf(spec: Found) {
  return [...listAt(spec, 'initContainers'), ...listAt(spec, 'containers')].flatMap((container) =>
    listAt(container, 'ports').flatMap((port) => {
      const hostPort = numberAt(port, 'hostPort') ?? 0;
      if (hostPort === 0) return [];
      return [{ container: stringAt(container, 'name'), hostPort, containerPort: numberAt(port, 'containerPort') }];
    }),
  );
}
