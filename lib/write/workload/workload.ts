import type { Duration } from 'cdk8s';
import { list, mapping, oneOf, optional, options, type Shape } from '../../input/shape.js';
import { flag, integer, label, text, timeSpan } from '../../input/values.js';
import { WORKLOAD_CONTAINER, WORKLOAD_VOLUME, type WorkloadContainer, type WorkloadVolume } from './container.js';
import { IMAGE, type Image } from './image.js';
import { WORKLOAD_PORT, type WorkloadPort } from './port.js';
import { RESOURCES, type Resources } from './resources.js';

/**
 * Pods of one kind with their Service and ServiceAccount. Plain data: callers and callees refer to it before it is built.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/
 */
export interface Workload {
  /** StatefulSet for pods with stable names, volumes or peers; Deployment otherwise. */
  readonly kind: 'Deployment' | 'StatefulSet';
  /** Name of the Service, the ServiceAccount, and of the Deployment or StatefulSet. */
  readonly name: string;
  /** Namespace of all its objects. */
  readonly namespace: string;
  /** Number of pods, of each version if there are several; 0 to 10,000. */
  readonly replicas: number;
  /** The containers of each pod, at least one, the main one first. */
  readonly containers: readonly WorkloadContainer[];
  /** Ports that peers can be allowed to reach. @default - none */
  readonly ports?: readonly WorkloadPort[];
  /** Volumes that containers mount, by name. @default - none */
  readonly volumes?: { readonly [name: string]: WorkloadVolume };
  /** Versions that run side by side, distinguished by the label `version`. @default - one, without a name */
  readonly versions?: readonly WorkloadVersion[];
  /** User and group of all containers, 1 to 2147483647. @default 65532 @see https://kubernetes.io/docs/tasks/configure-pod-container/security-context/ */
  readonly userId?: number;
  /** Time that a pod has to terminate, in whole seconds. @default 30 seconds @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination */
  readonly terminationGracePeriod?: Duration;
  /** Requests and limits of the mesh proxy in each pod. @default cpu 100m to 1, memory 128Mi to 512Mi */
  readonly proxyResources?: Resources;
  /** Whether the headless Service also lists pods that are not ready: a cluster that forms before it is ready needs that. @default false @see https://kubernetes.io/docs/concepts/services-networking/service/#headless-services */
  readonly publishNotReadyAddresses?: boolean;
}

/** One of several versions of a workload. @see https://kubernetes.io/docs/concepts/workloads/management/#canary-deployments */
export interface WorkloadVersion {
  /** Value of the label `version`, and suffix of the name of its Deployment; up to 20 characters. */
  readonly name: string;
  /** Image of the first container. @default - that of the workload */
  readonly image?: Image;
  /** Number of pods of this version, 0 to 10,000. @default - that of the workload */
  readonly replicas?: number;
}

/** Label that distinguishes versions. */
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
