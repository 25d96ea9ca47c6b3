import { Field } from '../../../manifest/field.js';
import type { PathStep } from '../../../manifest/field-path.js';
import { groupOf, type JsonObject } from '../../../manifest/object.js';
import { podTemplateSteps } from '../../../manifest/pod-template.js';
import { stringsAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import { CUSTOM_PODS } from './custom-pods.js';

/** The kinds that hold a pod template, each as `group/kind`, or the kind alone for the core group. */
export const POD_KINDS = [
  'Pod',
  'ReplicationController',
  'apps/DaemonSet',
  'apps/Deployment',
  'apps/ReplicaSet',
  'apps/StatefulSet',
  'batch/CronJob',
  'batch/Job',
  CUSTOM_PODS,
] as const;

export type ContainerList = 'containers' | 'initContainers' | 'ephemeralContainers';

/** One container of a pod template. */
export interface Container {
  readonly pod: PodTemplate;
  /** The container's entry in its list: `spec.template.spec.initContainers[0]`. */
  readonly field: Field;
  readonly list: ContainerList;
  readonly name: string;
  readonly spec: JsonObject;
  /** An init container with `restartPolicy: Always`, which runs beside the containers until they end. */
  readonly nativeSidecar: boolean;
}

/** The pods that an object makes, or is. */
export interface PodTemplate {
  readonly resource: Resource;
  /** The pod's spec: `spec.template.spec`, or `spec` for a Pod. */
  readonly field: Field;
  /** The pod's metadata: `spec.template.metadata`, or `metadata` for a Pod. */
  readonly metadata: Field;
  readonly namespace: string;
  /** `group/kind` of the object. */
  readonly kind: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The annotations in effect: the template's own, and those of Linkerd that the Namespace passes on. */
  readonly annotations: Readonly<Record<string, string>>;
  /** The annotations of the template itself. */
  readonly ownAnnotations: Readonly<Record<string, string>>;
  readonly spec: JsonObject;
  /** `default` if the template names none or an empty one. */
  readonly serviceAccount: string;
  /** Every container: containers, initContainers and ephemeralContainers, in this order. */
  readonly containers: readonly Container[];
  /** How many pods run at once; 1 if the object does not say, undefined if nodes or a schedule decide. */
  readonly replicas: number | undefined;
  /** Whether the pods are meant to end: those of Jobs and CronJobs, and Pods that are not started again once they succeed. */
  readonly runsToCompletion: boolean;
}

/** Name of a kind as rules write it: `apps/StatefulSet`, `Service`. The version does not matter. */
export function kindOf(object: { apiVersion: string; kind: string }): string {
  const group = groupOf(object.apiVersion);
  return group === '' ? object.kind : `${group}/${object.kind}`;
}

/** Namespace that an object is in; `default` where it names none. */
export function namespaceOf(resource: Resource): string {
  return resource.object.metadata.namespace ?? 'default';
}

function ownTemplateSteps({ object }: Resource): readonly PathStep[] | undefined {
  return isOwnKind(kindOf(object)) ? podTemplateSteps(object.kind) : undefined;
}

/** Whether Kubernetes itself runs the pods of a kind. */
function isOwnKind(kind: string): boolean {
  return POD_KINDS.some((known) => known === kind);
}

/**
 * The pod template of an object, or undefined if it has none.
 *
 * @param steps where it is. @default as the kind has it
 */
export function podTemplateOf(
  resource: Resource,
  namespace: Resource | undefined,
  steps: readonly PathStep[] | undefined = ownTemplateSteps(resource),
): PodTemplate | undefined {
  const kind = kindOf(resource.object);
  if (steps === undefined) return undefined;
  const template = Field.of(resource).at(...steps);
  const field = template.at('spec');
  const metadata = template.at('metadata');
  const spec = field.mapping;
  if (spec === undefined) return undefined;
  const ownAnnotations = metadata.at('annotations').textEntries;
  const containers: Container[] = [];
  const pod: PodTemplate = {
    resource,
    field,
    metadata,
    kind,
    namespace: namespaceOf(resource),
    labels: metadata.at('labels').textEntries,
    annotations: { ...inheritedAnnotations(namespace), ...ownAnnotations },
    ownAnnotations,
    spec,
    serviceAccount: field.at('serviceAccountName').text || field.at('serviceAccount').text || 'default',
    containers,
    replicas: isOwnKind(kind) ? replicasOf(kind, resource) : template.beside('replicas').number,
    runsToCompletion: runsToCompletion(kind, field),
  };
  containers.push(...containersOf(pod));
  return pod;
}

/**
 * The annotations that Linkerd's injector takes over from the Namespace.
 *
 * @see https://linkerd.io/2/reference/proxy-configuration/
 */
function inheritedAnnotations(namespace: Resource | undefined): Record<string, string> {
  const all = namespace === undefined ? {} : stringsAt(namespace.object, 'metadata', 'annotations');
  return Object.fromEntries(
    Object.entries(all).filter(
      ([key]) =>
        key === 'linkerd.io/inject' ||
        key.startsWith('config.linkerd.io/') ||
        key.startsWith('config.alpha.linkerd.io/'),
    ),
  );
}

function containersOf(pod: PodTemplate): readonly Container[] {
  const lists: readonly ContainerList[] = ['containers', 'initContainers', 'ephemeralContainers'];
  return lists.flatMap((list) =>
    pod.field.at(list).items.flatMap((field) => {
      const spec = field.mapping;
      if (spec === undefined) return [];
      const nativeSidecar = list === 'initContainers' && field.at('restartPolicy').text === 'Always';
      return [{ pod, field, list, name: field.at('name').text ?? '', spec, nativeSidecar }];
    }),
  );
}

/** A template of another kind has no choice but Always. */
function runsToCompletion(kind: string, spec: Field): boolean {
  if (kind === 'batch/Job' || kind === 'batch/CronJob') return true;
  // A controller that keeps pods running accepts no other policy than Always; the pods of other kinds may end.
  return (
    (kind === 'Pod' || !isOwnKind(kind)) && ['Never', 'OnFailure'].includes(spec.at('restartPolicy').text ?? 'Always')
  );
}

function replicasOf(kind: string, resource: Resource): number | undefined {
  if (kind === 'apps/DaemonSet' || kind === 'batch/Job' || kind === 'batch/CronJob') return undefined;
  return Field.of(resource).at('spec', 'replicas').number ?? 1;
}

/**
 * Whether a container is only a place for the proxy that Istio's injector fills in, with image and probes, as in gateways.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/gateway/
 */
export function isFilledIn({ name, field }: Container): boolean {
  return name === 'istio-proxy' && field.at('image').text === 'auto';
}

/** Whether a container keeps running and offers a port, so that it can hang. Another is alive as long as its process is. */
export function isServing(container: Container): boolean {
  return keepsRunning(container) && container.field.at('ports').items.length > 0;
}

/**
 * Whether something depends on a container's readiness: it offers a port, or is the only one of its pod. A sidecar without a port,
 * such as a log shipper, answers nobody.
 */
export function needsReadiness(container: Container): boolean {
  return (
    isServing(container) || (keepsRunning(container) && container.pod.containers.filter(keepsRunning).length === 1)
  );
}

/** Whether a container is there for as long as its pod, and is more than a place for the proxy. */
function keepsRunning(container: Container): boolean {
  return !container.pod.runsToCompletion && container.list === 'containers' && !isFilledIn(container);
}

/** Whether the pods say that they are for Windows, where Linux' means of isolation are not there. */
export function runsOnWindows({ field }: PodTemplate): boolean {
  return field.at('os', 'name').text === 'windows';
}
