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
  /** What it runs. */
  readonly image: Image;
  /** Program, in place of the image's own. @default - the image's entrypoint */
  readonly command?: readonly string[];
  /** Arguments. @default - the image's own */
  readonly args?: readonly string[];
  /** Variables whose values are not secret. @default - none */
  readonly env?: { readonly [name: string]: string };
  /** Variables that come from a key of a Secret. @default - none @see https://kubernetes.io/docs/concepts/configuration/secret/ */
  readonly secretEnv?: { readonly [name: string]: SecretKey };
  /** Requests and limits; there is no default that suits all. */
  readonly resources: Resources;
  /** How the kubelet learns what the container is up to. @default - none: allowed only for one that has no port */
  readonly probes?: Probes;
  /** Folders to which volumes of the workload are mounted: name of the volume to path. @default - none */
  readonly mounts?: { readonly [volume: string]: string };
}

/** A key of a Secret that is delivered apart from the output. @see https://kubernetes.io/docs/concepts/configuration/secret/ */
export interface SecretKey {
  /** Name of the Secret, in the workload's namespace. */
  readonly secret: string;
  /** Key within it. */
  readonly key: string;
}

/** What stands behind a mounted folder. @see https://kubernetes.io/docs/concepts/storage/volumes/ */
export type WorkloadVolume = ScratchVolume | ConfigVolume | ConfigMapVolume | SecretVolume | ClaimVolume;

/** An empty folder that is gone with the pod. @see https://kubernetes.io/docs/concepts/storage/volumes/#emptydir */
export interface ScratchVolume {
  /** Tells it from volumes that outlive the pod. */
  readonly kind: 'scratch';
  /** Size at which the pod is evicted. */
  readonly sizeLimit: Size;
  /** Whether it stands in memory, and counts as such. @default false */
  readonly inMemory?: boolean;
}

/** Files whose text is part of the output. @see https://kubernetes.io/docs/concepts/configuration/configmap/ */
export interface ConfigVolume {
  /** Tells it from volumes whose content is not part of the output. */
  readonly kind: 'config';
  /** File name to text. A changed text rolls the pods. */
  readonly files: { readonly [file: string]: string };
}

/** The keys of a ConfigMap that others write, such as a bundle of trust-manager, as files. @see https://kubernetes.io/docs/concepts/configuration/configmap/ */
export interface ConfigMapVolume {
  readonly kind: 'config-map';
  /** Name of the ConfigMap, in the workload's namespace. */
  readonly configMap: string;
}

/** The keys of a Secret as files. @see https://kubernetes.io/docs/concepts/configuration/secret/ */
export interface SecretVolume {
  /** Tells it from volumes whose content is public. */
  readonly kind: 'secret';
  /** Name of the Secret, in the workload's namespace. */
  readonly secret: string;
}

/** A volume for each pod of a StatefulSet, which stays when the pod goes. @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage */
export interface ClaimVolume {
  /** Tells it from volumes that go with the pod. */
  readonly kind: 'claim';
  /** Size of each. */
  readonly size: Size;
  /** Class of the storage. @default - the cluster's default @see https://kubernetes.io/docs/concepts/storage/storage-classes/ */
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
