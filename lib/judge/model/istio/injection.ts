import type { Field } from '../../../manifest/field.js';
import { groupOf } from '../../../manifest/object.js';
import { listAt, stringAt, stringListAt, stringsAt } from '../../../manifest/read.js';
import type { ClusterIndex } from '../cluster-index.js';
import { isInjected as isInLinkerd } from '../linkerd/injection.js';
import { perCluster, perItem } from '../per-cluster.js';
import { type Container, isFilledIn, type PodTemplate } from '../pods/pod.js';
import { installsOf, SAIL_TAG } from './mesh-config.js';
import { SECURITY_KINDS } from './selectors.js';

export const INJECT = 'sidecar.istio.io/inject';
export const REVISION = 'istio.io/rev';
export const INJECTION = 'istio-injection';
export const DATAPLANE_MODE = 'istio.io/dataplane-mode';
const TEMPLATES = 'inject.istio.io/templates';
const WEBHOOKS = 'admissionregistration.k8s.io/MutatingWebhookConfiguration';
const PROXY = 'istio-proxy';
const GATEWAY_LABELS = ['ingressgateway', 'egressgateway', 'eastwestgateway'];

/** Namespaces whose pods the injector never touches. */
const IGNORED = ['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage'];

/** How pods join the mesh, or why they do not. */
export type Injection =
  | { readonly mode: 'sidecar'; readonly revision: string | undefined }
  | { readonly mode: 'ambient' }
  | { readonly mode: 'none'; readonly reason: Reason };

/** Why pods get no sidecar. */
export type Reason =
  | 'host-network'
  | 'ignored-namespace'
  | 'namespace-opts-out'
  | 'pod-opts-out'
  | 'annotation-only'
  | 'unlabelled';

/**
 * What Istio's webhooks make of pods. The labels of the Namespace choose the webhook, those of the pods only where the Namespace
 * has none, and an annotation can take pods out of the mesh but not into it.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml
 * @see https://github.com/istio/istio/blob/1.30.3/pkg/kube/inject/inject.go
 */
export const injectionOf = perItem((pod: PodTemplate, cluster): Injection => {
  if (pod.containers.some((container) => isProxy(container) && !isFilledIn(container))) {
    return { mode: 'sidecar', revision: undefined };
  }
  if (pod.spec['hostNetwork'] === true) return { mode: 'none', reason: 'host-network' };
  if (IGNORED.includes(pod.namespace)) return { mode: 'none', reason: 'ignored-namespace' };
  const labels = stringsAt(cluster.namespace(pod.namespace)?.object, 'metadata', 'labels');
  const asked = pod.labels[INJECT];
  const annotated = pod.ownAnnotations[INJECT];
  const sidecar = sidecarOf(pod, labels, cluster);
  if (typeof sidecar === 'string' && (asked ?? annotated) !== 'false') return { mode: 'sidecar', revision: sidecar };
  if (isAmbient(pod, labels)) return { mode: 'ambient' };
  if (asked === 'false' || (typeof sidecar === 'string' && annotated === 'false')) {
    return { mode: 'none', reason: 'pod-opts-out' };
  }
  if (labels[INJECTION] !== undefined) return { mode: 'none', reason: 'namespace-opts-out' };
  return { mode: 'none', reason: annotated === 'true' ? 'annotation-only' : 'unlabelled' };
});

/** The revision whose webhook is called for the pods; undefined if none is. */
function sidecarOf(
  pod: PodTemplate,
  labels: Readonly<Record<string, string>>,
  cluster: ClusterIndex,
): string | undefined {
  const asked = pod.labels[INJECT];
  if (asked === 'false') return undefined;
  if (labels[INJECTION] !== undefined) return labels[INJECTION] === 'enabled' ? 'default' : undefined;
  if (labels[REVISION] !== undefined) return labels[REVISION];
  if (pod.labels[REVISION] !== undefined) return pod.labels[REVISION];
  if (asked === 'true' || injectsEverything(cluster)) return 'default';
  // Files of an application seldom hold its Namespace: a policy of Istio there shows that it is in the mesh.
  const known = cluster.namespace(pod.namespace) !== undefined;
  return !known && hasPolicies(cluster).has(pod.namespace) && !isInLinkerd(pod, cluster) ? 'default' : undefined;
}

/** Namespaces that have a policy of Istio. */
const hasPolicies = perCluster(
  (cluster) =>
    new Set(cluster.ofKind(...SECURITY_KINDS).map(({ object }) => stringAt(object, 'metadata', 'namespace') ?? '')),
);

const injectsEverything = perCluster((cluster) =>
  installsOf(cluster).some(
    ({ values }) => values.at('sidecarInjectorWebhook', 'enableNamespacesByDefault').boolean === true,
  ),
);

function isAmbient(pod: PodTemplate, labels: Readonly<Record<string, string>>): boolean {
  return (pod.labels[DATAPLANE_MODE] ?? labels[DATAPLANE_MODE]) === 'ambient';
}

/** Whether the pods run with a sidecar of Istio. */
export function hasSidecar(pod: PodTemplate, cluster: ClusterIndex): boolean {
  return injectionOf(pod, cluster).mode === 'sidecar';
}

/** Whether the pods are in the mesh, by a sidecar or by ztunnel. */
export function isInMesh(pod: PodTemplate, cluster: ClusterIndex): boolean {
  return injectionOf(pod, cluster).mode !== 'none';
}

/**
 * Whether the files tell that pods are in the mesh, or that they are not. A Namespace that is not among the files may have the
 * label that brings its pods into the mesh.
 */
export function isMembershipKnown(pod: PodTemplate, cluster: ClusterIndex): boolean {
  const injection = injectionOf(pod, cluster);
  if (injection.mode !== 'none' || cluster.namespace(pod.namespace) !== undefined) return true;
  return injection.reason === 'host-network' || injection.reason === 'ignored-namespace';
}

/** Whether the files leave open whether pods are in the mesh, in a cluster that runs Istio. */
export function mayBeInMesh(pod: PodTemplate, cluster: ClusterIndex): boolean {
  return runsIstio(cluster) && !isMembershipKnown(pod, cluster);
}

/** Whether the files leave open whether pods get a sidecar. Pods can refuse one, whatever their Namespace says. */
export function mayGetSidecar(pod: PodTemplate, cluster: ClusterIndex): boolean {
  return (pod.labels[INJECT] ?? pod.ownAnnotations[INJECT]) !== 'false' && mayBeInMesh(pod, cluster);
}

/** Whether anything among the files shows that the cluster runs Istio: an object of it, or a label that it reads. */
export const runsIstio = perCluster(
  (cluster) =>
    installsOf(cluster).length > 0 ||
    cluster.resources.some(({ object }) => {
      const group = groupOf(object.apiVersion);
      if (group === 'istio.io' || group.endsWith('.istio.io') || group === 'sailoperator.io') return true;
      return object.kind === 'Namespace' && hasLabel(stringsAt(object, 'metadata', 'labels'));
    }) ||
    cluster.pods.some(({ labels }) => hasLabel(labels)),
);

function hasLabel(labels: Readonly<Record<string, string>>): boolean {
  return [INJECTION, INJECT, REVISION, DATAPLANE_MODE].some((key) => labels[key] !== undefined);
}

function isProxy({ name }: Container): boolean {
  return name === PROXY;
}

/** The container whose image the injector fills in. */
export function autoContainer(pod: PodTemplate): Container | undefined {
  return pod.containers.find(isFilledIn);
}

/** Whether the pods are a gateway: a proxy without a workload, which serves what Gateway objects say, also to callers outside the mesh. */
export function isGateway(pod: PodTemplate): boolean {
  if (pod.labels['gateway.networking.k8s.io/gateway-name'] !== undefined || autoContainer(pod) !== undefined)
    return true;
  if ((pod.ownAnnotations[TEMPLATES] ?? '').split(',').some((name) => name.trim() === 'gateway')) return true;
  if (
    pod.containers.some((container) => isProxy(container) && stringListAt(container.spec, 'args').includes('router'))
  ) {
    return true;
  }
  const proxy = pod.containers.some(isProxy) && pod.containers.filter(({ list }) => list === 'containers').length === 1;
  return proxy || GATEWAY_LABELS.includes(pod.labels['istio'] ?? '');
}

/** The names by which namespaces and pods can choose a control plane. */
export interface Revisions {
  readonly names: readonly string[];
  has(name: string): boolean;
}

/**
 * The revisions and revision tags that are among the files; undefined if neither a control plane nor a webhook is among them,
 * so that nothing is known.
 *
 * @see https://istio.io/latest/docs/setup/upgrade/canary/#stable-revision-labels
 */
export const revisionsOf = perCluster((cluster): Revisions | undefined => {
  const installs = installsOf(cluster);
  const webhooks = cluster
    .ofKind(WEBHOOKS)
    .filter(({ object }) =>
      listAt(object, 'webhooks').some((webhook) =>
        (stringAt(webhook, 'name') ?? '').endsWith('sidecar-injector.istio.io'),
      ),
    );
  if (installs.length === 0 && webhooks.length === 0) return undefined;
  const names = [
    ...installs.flatMap(({ revision, versioned }) => (versioned ? [`${revision}-<version>`] : [revision])),
    ...installs.flatMap(({ values }) => tagsIn(values)),
    ...cluster.ofKind(SAIL_TAG).map(({ object }) => object.metadata.name),
    ...webhooks.flatMap(({ object }) => {
      const labels = stringsAt(object, 'metadata', 'labels');
      return [labels['istio.io/tag'] ?? labels[REVISION] ?? 'default'];
    }),
  ];
  const prefixes = installs.filter(({ versioned }) => versioned).map(({ revision }) => `${revision}-`);
  return {
    names: [...new Set(names)].sort(),
    has: (name) => names.includes(name) || prefixes.some((prefix) => name.startsWith(prefix)),
  };
});

/** The tags that the chart's values create: those that are listed, and `default` where a revision is the default one. */
function tagsIn(values: Field): readonly string[] {
  const isDefault = (values.at('defaultRevision').text ?? '') !== '';
  return [...values.at('revisionTags').texts, ...(isDefault ? ['default'] : [])];
}
