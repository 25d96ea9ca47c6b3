import type { JsonSchema } from './json-schema.js';

const port: JsonSchema = { minimum: 1, maximum: 65535 };
const accessModes: JsonSchema = {
  items: { type: 'string', enum: ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'] },
};

/**
 * Constraints of Kubernetes 1.28 that neither source has: ranges, and closed sets that 1.28 added or widened.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.28.0/pkg/apis/core/validation/validation.go
 */
export const kubernetesFacts: Readonly<Record<string, JsonSchema>> = {
  'io.k8s.api.batch.v1.JobSpec#podReplacementPolicy': { enum: ['Failed', 'TerminatingOrFailed'] },
  'io.k8s.api.batch.v1.PodFailurePolicyRule#action': { enum: ['Count', 'FailIndex', 'FailJob', 'Ignore'] },
  'io.k8s.api.core.v1.Container#restartPolicy': { enum: ['Always'] },
  'io.k8s.api.core.v1.ContainerPort#containerPort': port,
  'io.k8s.api.core.v1.ContainerPort#hostPort': { minimum: 0, maximum: 65535 },
  'io.k8s.api.core.v1.PersistentVolumeClaimSpec#accessModes': accessModes,
  'io.k8s.api.core.v1.PersistentVolumeSpec#accessModes': accessModes,
  'io.k8s.api.core.v1.ServicePort#nodePort': { minimum: 0, maximum: 65535 },
  'io.k8s.api.core.v1.ServicePort#port': port,
  'io.k8s.api.networking.v1.NetworkPolicyPort#endPort': port,
  'io.k8s.api.networking.v1.NetworkPolicySpec#policyTypes': { items: { type: 'string', enum: ['Egress', 'Ingress'] } },
  'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement#operator': {
    enum: ['DoesNotExist', 'Exists', 'In', 'NotIn'],
  },
};

/** Kinds whose status is newer than the literals. */
export const withStatus: ReadonlySet<string> = new Set([
  'io.k8s.api.admissionregistration.v1alpha1.ValidatingAdmissionPolicy',
  'io.k8s.api.admissionregistration.v1beta1.ValidatingAdmissionPolicy',
  'io.k8s.api.apiserverinternal.v1alpha1.StorageVersion',
  'io.k8s.api.authentication.v1.SelfSubjectReview',
  'io.k8s.api.authentication.v1alpha1.SelfSubjectReview',
  'io.k8s.api.authentication.v1beta1.SelfSubjectReview',
  'io.k8s.api.resource.v1alpha2.PodSchedulingContext',
  'io.k8s.api.resource.v1alpha2.ResourceClaim',
]);

/** The one kind that lost its status in 1.28. */
export const WITHOUT_STATUS = 'io.k8s.api.networking.v1.NetworkPolicy';
