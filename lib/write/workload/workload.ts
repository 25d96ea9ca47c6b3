import type { Duration } from 'cdk8s';
import { list, mapping, oneOf, optional, options, type Shape } from '../../input/shape.js';
import { flag, integer, label, text, timeSpan } from '../../input/values.js';
import { WORKLOAD_CONTAINER, WORKLOAD_VOLUME, type WorkloadContainer, type WorkloadVolume } from './container.js';
import { IMAGE, type Image } from './image.js';
import { WORKLOAD_PORT, type WorkloadPort } from './port.js';
import { RESOURCES, type Resources } from './resources.js';

/**
 * Pods of one kind and their Service, known by one ServiceAccount. Plain data: callers and callees refer to it before it is
 * built.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/
 */
export interface Workload {
  /** A StatefulSet where pods have names, volumes or peers of their own. */
  readonly kind: 'Deployment' | 'StatefulSet';
  /** Name of the Service, the ServiceAccount, and of the Deployment or StatefulSet. */
  readonly name: string;
  /** Namespace of all that belongs to it. */
  readonly namespace: string;
  /** Pods; of each version where there are several. */
  readonly replicas: number;
  /** The containers of each pod, the one that the workload is named for first. */
  readonly containers: readonly WorkloadContainer[];
  /** Ports that others may be let in to. @default - none */
  readonly ports?: readonly WorkloadPort[];
  /** Volumes that containers mount, by name. @default - none */
  readonly volumes?: { readonly [name: string]: WorkloadVolume };
  /** Versions that run side by side, told apart by the label `version`. @default - one, without a name */
  readonly versions?: readonly WorkloadVersion[];
  /** User and group of all containers, above 0. @default 65532 @see https://kubernetes.io/docs/tasks/configure-pod-container/security-context/ */
  readonly userId?: number;
  /** Time that a pod has to end by itself, whole seconds. @default 30 seconds @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination */
  readonly terminationGracePeriod?: Duration;
  /** Requests and limits of the mesh's proxy in each pod. @default cpu 100m to 1, memory 128Mi to 512Mi */
  readonly proxyResources?: Resources;
  /** Whether pods that are not ready are found by their peers too, as a cluster that forms before it is ready needs. @default false @see https://kubernetes.io/docs/concepts/services-networking/service/#headless-services */
  readonly publishNotReadyAddresses?: boolean;
}

/** One of several versions of a workload. @see https://kubernetes.io/docs/concepts/workloads/management/#canary-deployments */
export interface WorkloadVersion {
  /** Value of the label `version`, and end of the name of its Deployment. */
  readonly name: string;
  /** Image of the first container. @default - the workload's */
  readonly image?: Image;
  /** Pods of this version. @default - the workload's */
  readonly replicas?: number;
}

/** Label that tells versions apart. */
export const VERSION_LABEL = 'version';

/** Name of the headless Service through which the pods of a StatefulSet find each other. */
export function headlessServiceName({ name }: Workload): string {
  return `${name}-headless`;
}

/** Name of the Deployment or StatefulSet of a version. */
export function versionedName({ name }: Workload, version: WorkloadVersion | undefined): string {
  return version === undefined ? name : `${name}-${version.name}`;
}

/** The port of that name. */
export function findPort({ ports }: Workload, name: string): WorkloadPort | undefined {
  return ports?.find((port) => port.name === name);
}

/** What is accepted as a workload. */
export const WORKLOAD: Shape<Workload> = options<Workload>({
  kind: oneOf('Deployment', 'StatefulSet'),
  name: label,
  namespace: label,
  replicas: integer(0, 10_000),
  containers: list(WORKLOAD_CONTAINER, 1),
  ports: optional(list(WORKLOAD_PORT)),
  volumes: optional(mapping(WORKLOAD_VOLUME)),
  versions: optional(
    list(
      options<WorkloadVersion>({
        name: text('up to 20 lower-case letters, digits and dashes', /^[a-z0-9]([-a-z0-9]{0,18}[a-z0-9])?$/),
        image: optional(IMAGE),
        replicas: optional(integer(0, 10_000)),
      }),
      1,
    ),
  ),
  userId: optional(integer(1, 2_147_483_647)),
  terminationGracePeriod: optional(timeSpan),
  proxyResources: optional(RESOURCES),
  publishNotReadyAddresses: optional(flag),
});
