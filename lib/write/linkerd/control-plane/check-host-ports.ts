import { ApiObject, App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { isMapping } from '../../../formats/mapping.js';
import { hasUsualResolvers, render } from '../../../manifest/render.js';
import type { LinkerdValues } from './values.js';

const INJECT = 'linkerd.io/inject';
/** Values of the annotation that request a proxy. */
const INJECTING: readonly unknown[] = ['enabled', 'ingress'];
/** Namespaces that the injector's webhook never selects, whatever their annotations. */
const NEVER_INJECTED = ['kube-system', 'cert-manager'];

/** The path from an object of each kind to its pod template. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Deployment: ['spec', 'template'],
  Job: ['spec', 'template'],
  Pod: [],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
};

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
    objects.filter(({ kind }) => kind === 'Namespace').map((object) => [at(object, 'metadata', 'name'), object]),
  );
  return objects.flatMap((object) => {
    const steps = TEMPLATES[String(object['kind'])];
    const name = at(object, 'metadata', 'namespace') ?? 'default';
    const namespace = namespaces.get(name);
    if (steps === undefined || !isMeshed(at(object, ...steps, 'metadata'), name, namespace)) return [];
    const where = `${String(object['kind'])} ${String(name)}/${String(at(object, 'metadata', 'name'))}`;
    return faultsOf(at(object, ...steps, 'spec'), profileOf(namespace), values).map((fault) => `${where} ${fault}`);
  });
}

type Manifest = { readonly [key: string]: unknown };

/** The synthesis itself reports what cannot be rendered. */
function manifestsOf(scope: IConstruct): Manifest[] {
  const usual = hasUsualResolvers(App.of(scope));
  return scope.node.root.node.findAll().flatMap((construct): Manifest[] => {
    if (!ApiObject.isApiObject(construct)) return [];
    if (construct.kind !== 'Namespace' && TEMPLATES[construct.kind] === undefined) return [];
    try {
      const object = render(construct, usual);
      return isMapping(object) ? [object] : [];
    } catch {
      return [];
    }
  });
}

function isMeshed(pod: unknown, name: unknown, namespace: unknown): boolean {
  if (NEVER_INJECTED.includes(String(name))) return false;
  if (at(namespace, 'metadata', 'labels', 'config.linkerd.io/admission-webhooks') === 'disabled') return false;
  const own = at(pod, 'annotations', INJECT);
  const inherited = at(namespace, 'metadata', 'annotations', INJECT);
  return INJECTING.includes(own) || (INJECTING.includes(inherited) && own !== 'disabled');
}

/** The pod-security profile that the pods' namespace enforces, if it forbids host ports. */
function profileOf(namespace: unknown): string | undefined {
  const profile = at(namespace, 'metadata', 'labels', 'pod-security.kubernetes.io/enforce');
  return profile === 'baseline' || profile === 'restricted' ? profile : undefined;
}

const FIX =
  'reach it by a Service of type NodePort or LoadBalancer, or keep it out of the mesh with linkerd.io/inject: disabled, in a separate namespace';

function faultsOf(spec: unknown, profile: string | undefined, { proxy }: LinkerdValues): string[] {
  const refused = profile === undefined ? '' : `; also, its namespace enforces ${profile}, which rejects the pod`;
  if (at(spec, 'hostNetwork') === true) {
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

function portsOf(spec: unknown) {
  return ['initContainers', 'containers'].flatMap((list) =>
    listOf(at(spec, list)).flatMap((container) =>
      listOf(at(container, 'ports'))
        .filter((port) => typeof at(port, 'hostPort') === 'number' && at(port, 'hostPort') !== 0)
        .map((port) => ({
          container: String(at(container, 'name')),
          hostPort: Number(at(port, 'hostPort')),
          containerPort: Number(at(port, 'containerPort')),
        })),
    ),
  );
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((found, key) => (isMapping(found) ? found[key] : undefined), value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
