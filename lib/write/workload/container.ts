import type { Size } from 'cdk8s';
import { kinds, list, mapping, optional, options, type Shape } from '../../input/shape.js';
import { anyText, flag, label, objectName, size, text } from '../../input/values.js';
import { IMAGE, type Image } from './image.js';
import { PROBES, type Probes } from './probe.js';
import { RESOURCES, type Resources } from './resources.js';

/** One container of a workload's pods. @see https://kubernetes.io/docs/concepts/containers/ */
export interface WorkloadContainer {
  /** Name within the pod. */
  readonly name: string;
  /** Image of the container. */
  readonly image: Image;
  /** Program, instead of the entrypoint of the image. @default - the image's entrypoint */
  readonly command?: readonly string[];
  /** Arguments. @default - those of the image */
  readonly args?: readonly string[];
  /** Environment variables whose values are not secret. @default - none */
  readonly env?: { readonly [name: string]: string };
  /** Environment variables with the values of Secret keys. @default - none @see https://kubernetes.io/docs/concepts/configuration/secret/ */
  readonly secretEnv?: { readonly [name: string]: SecretKey };
  /** Requests and limits; required, since no default fits all. */
  readonly resources: Resources;
  /** Probes of the kubelet; required for a container with a port. @default - none */
  readonly probes?: Probes;
  /** Mount paths of the workload's volumes, by volume name. @default - none */
  readonly mounts?: { readonly [volume: string]: string };
}

/** A key of a Secret that is not part of the output. @see https://kubernetes.io/docs/concepts/configuration/secret/ */
export interface SecretKey {
  /** Name of the Secret, in the workload's namespace. */
  readonly secret: string;
  /** Key within it. */
  readonly key: string;
}

/** The content of a mounted folder. @see https://kubernetes.io/docs/concepts/storage/volumes/ */
export type WorkloadVolume = ScratchVolume | ConfigVolume | ConfigMapVolume | SecretVolume | ClaimVolume;

/** An empty folder that is deleted with the pod. @see https://kubernetes.io/docs/concepts/storage/volumes/#emptydir */
export interface ScratchVolume {
  /** An empty folder. */
  readonly kind: 'scratch';
  /** Size above which the pod is evicted. */
  readonly sizeLimit: Size;
  /** Whether it is held in memory, and counts as memory of the pod. @default false */
  readonly inMemory?: boolean;
}

/** Files whose text is part of the output. @see https://kubernetes.io/docs/concepts/configuration/configmap/ */
export interface ConfigVolume {
  /** Files in the output. */
  readonly kind: 'config';
  /** Content of each file, by name. A change restarts the pods. */
  readonly files: { readonly [file: string]: string };
}

/** The keys of a ConfigMap that another program writes, such as a bundle of trust-manager, as files. @see https://kubernetes.io/docs/concepts/configuration/configmap/ */
export interface ConfigMapVolume {
  readonly kind: 'config-map';
  /** Name of the ConfigMap, in the workload's namespace. */
  readonly configMap: string;
}

/** The keys of a Secret as files. @see https://kubernetes.io/docs/concepts/configuration/secret/ */
export interface SecretVolume {
  /** Mounts a Secret. */
  readonly kind: 'secret';
  /** Name of the Secret, in the workload's namespace. */
  readonly secret: string;
}

/** A volume for each pod of a StatefulSet, which outlives the pod. @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage */
export interface ClaimVolume {
  /** A PersistentVolumeClaim. */
  readonly kind: 'claim';
  /** Size of each volume. */
  readonly size: Size;
  /** Storage class. @default - that of the cluster @see https://kubernetes.io/docs/concepts/storage/storage-classes/ */
  readonly storageClass?: string;
}

const SECRET_KEY: Shape<SecretKey> = options<SecretKey>({ secret: objectName, key: text() });

/** What is accepted as a container. */
export const WORKLOAD_CONTAINER: Shape<WorkloadContainer> = options<WorkloadContainer>({
  name: label,
  image: IMAGE,
  command: optional(list(anyText, 1)),
  args: optional(list(anyText)),
  env: optional(mapping(anyText)),
  secretEnv: optional(mapping(SECRET_KEY)),
  resources: RESOURCES,
  probes: optional(PROBES),
  mounts: optional(mapping(text('an absolute path', /^\//))),
});

/** What is accepted as a volume. */
export const WORKLOAD_VOLUME: Shape<WorkloadVolume> = kinds<WorkloadVolume>({
  scratch: { sizeLimit: size, inMemory: optional(flag) },
  config: { files: mapping(anyText) },
  'config-map': { configMap: objectName },
  secret: { secret: objectName },
  claim: { size, storageClass: optional(objectName) },
});
