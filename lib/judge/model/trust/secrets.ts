import { isMapping } from '../../../formats/mapping.js';
import { Field } from '../../../manifest/field.js';
import type { Json } from '../../../manifest/object.js';
import { objectAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { groupedBy, perCluster } from '../per-cluster.js';
import { configSources } from '../pods/config-sources.js';
import { namespaceOf, type PodTemplate } from '../pods/pod.js';
import { type Writers, writersBy, writtenName } from '../writers.js';
import { CERTIFICATE, CLUSTER_ISSUER, ISSUER, signingSecretOf } from './certificates.js';

/** A place that reads a Secret, and that waits for it. */
export interface SecretUse {
  readonly resource: Resource;
  /** The field that names the Secret. */
  readonly field: Field;
  readonly namespace: string;
  readonly name: string;
  /** Name of the volume that shows the Secret; undefined for variables and issuers. */
  readonly volume: string | undefined;
}

/** Every place among a cluster's objects that reads a Secret: volumes and variables of pods, and CA issuers. */
export const secretUses = perCluster((cluster): readonly SecretUse[] => [
  ...cluster.pods.flatMap(usesOfPod),
  ...cluster.ofKind(ISSUER, CLUSTER_ISSUER).flatMap((resource) => {
    const [namespace, name] = signingSecretOf(resource)?.split('/') ?? [];
    if (namespace === undefined || name === undefined) return [];
    return [{ resource, field: Field.of(resource).at('spec', 'ca', 'secretName'), namespace, name, volume: undefined }];
  }),
]);

/** The places that read one Secret, `namespace/name`. */
export const usesOfSecret = groupedBy(secretUses, ({ namespace, name }) => `${namespace}/${name}`);

/** What a Secret comes from. */
export const SECRET_WRITERS: Writers = {
  [CERTIFICATE]: ['spec.secretName'],
  Secret: ['metadata.name'],
  'external-secrets.io/ExternalSecret': ['spec.target.name', 'metadata.name'],
  'bitnami.com/SealedSecret': ['spec.template.metadata.name', 'metadata.name'],
};

/** The objects that a Secret, `namespace/name`, comes from. */
export const writersOfSecret = writersBy(SECRET_WRITERS);

/** The namespaces, sorted, in which something writes a Secret of a name. */
export function namespacesThatWrite(cluster: ClusterIndex, name: string): readonly string[] {
  const writers = cluster.ofKind(...Object.keys(SECRET_WRITERS));
  const found = writers.filter((writer) => writtenName(writer, SECRET_WRITERS) === name);
  return [...new Set(found.map(namespaceOf))].sort();
}

function usesOfPod(pod: PodTemplate): readonly SecretUse[] {
  const { resource, namespace } = pod;
  return configSources(pod, 'Secret').map(({ name, volume }) => ({
    ...{ resource, namespace, field: name, name: name.text ?? '' },
    volume: volume?.at('name').text,
  }));
}

/** Fields that are read as uses of Secrets and ConfigMaps, or that name the object itself. */
const READ_ELSEWHERE = new Set(['volumes', 'secretKeyRef', 'secretRef', 'configMapKeyRef', 'configMapRef', 'metadata']);

/**
 * Every word of the cluster's objects that may be the name of a Secret or ConfigMap, besides the known uses: in arguments,
 * configurations, and fields of unknown kinds.
 */
export const mentionedNames = perCluster((cluster): ReadonlySet<string> => {
  const words = new Set<string>();
  const collect = (value: Json) => {
    if (typeof value === 'string') for (const word of value.split(/[^\w.-]+/)) words.add(word);
    else if (Array.isArray(value)) value.forEach(collect);
    else if (isMapping(value)) {
      for (const [key, item] of Object.entries(value)) if (!READ_ELSEWHERE.has(key)) collect(item);
    }
  };
  for (const { object } of cluster.resources) {
    if (object.apiVersion.startsWith('cert-manager.io/')) continue;
    for (const annotation of Object.values(objectAt(object, 'metadata', 'annotations') ?? {})) collect(annotation);
    collect(object);
  }
  return words;
});
