import type { JsonObject } from '../../../manifest/object.js';
import { booleanAt, listAt, stringAt, stringListAt, stringsAt } from '../../../manifest/read.js';
import type { ClusterIndex } from '../cluster-index.js';
import { isInjected as isInLinkerd } from '../linkerd/injection.js';
import { perCluster } from '../per-cluster.js';
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

/** What becomes of pods, and why. */
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
  | 'annotation-alone'
  | 'unlabelled';

/**
 * What Istio's webhooks make of pods. The labels of the Namespace choose the webhook, those of the pods may choose one only where
 * the Namespace has none, and an annotation may take pods out but never in.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml
 * @see https://github.com/istio/istio/blob/1.30.3/pkg/kube/inject/inject.go
 */
export function injectionOf(pod: PodTemplate, cluster: ClusterIndex): Injection {
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
  return { mode: 'none', reason: annotated === 'true' ? 'annotation-alone' : 'unlabelled' };
}

/** The revision whose webhook is called for the pods; undefined where none is. */
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
  // Files of an application seldom hold its Namespace: that it has policies of Istio says that it is in the mesh.
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
    ({ values }) => booleanAt(values, 'sidecarInjectorWebhook', 'enableNamespacesByDefault') === true,
  ),
);

function isAmbient(pod: PodTemplate, labels: Readonly<Record<string, string>>): boolean {
  return (pod.labels[DATAPLANE_MODE] ?? labels[DATAPLANE_MODE]) === 'ambient';
}

/** Whether the pods run beside a sidecar of Istio. */
export function hasSidecar(pod: PodTemplate, cluster: ClusterIndex): boolean {
  return injectionOf(pod, cluster).mode === 'sidecar';
}

/** Whether the pods are in the mesh, by a sidecar or by ztunnel. */
export function isInMesh(pod: PodTemplate, cluster: ClusterIndex): boolean {
  return injectionOf(pod, cluster).mode !== 'none';
}

function isProxy({ name }: Container): boolean {
  return name === PROXY;
}

/** The container whose image the injector is to fill in. */
export function autoContainer(pod: PodTemplate): Container | undefined {
  return pod.containers.find(isFilledIn);
}

/** Whether the pods are a gateway: a proxy without a workload, which serves what Gateway objects say and is called by strangers. */
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

/** Names by which namespaces and pods may choose a control plane. */
export interface Revisions {
  readonly names: readonly string[];
  has(name: string): boolean;
}

/**
 * The revisions and revision tags that are among the objects; undefined where no control plane and no webhook is, and so
 * nothing can be told.
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

/** The tags that the chart's values make: those that are listed, and `default` where a revision is the default one. */
function tagsIn(values: JsonObject | undefined): readonly string[] {
  const isDefault = (stringAt(values, 'defaultRevision') ?? '') !== '';
  return [...stringListAt(values, 'revisionTags'), ...(isDefault ? ['default'] : [])];
}
