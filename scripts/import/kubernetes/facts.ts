import type { JsonSchema, ReleaseSchemas } from '../json-schema.js';

const port: JsonSchema = { minimum: 1, maximum: 65535 };
const accessModes: JsonSchema = {
  items: { type: 'string', enum: ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'] },
};

/** The numbers of users and groups. */
const identity: JsonSchema = { minimum: 0, maximum: 2_147_483_647 };
const weight: JsonSchema = { minimum: 1, maximum: 100 };
const webhookTimeout: JsonSchema = { minimum: 1, maximum: 30 };
/** The API server refuses new webhooks that have other side effects. */
const sideEffects: JsonSchema = { enum: ['None', 'NoneOnDryRun'] };
const claimRetention: JsonSchema = { enum: ['Delete', 'Retain'] };

/**
 * Constraints on fields that the API server has only in code, not in its OpenAPI document, by `definition#field`.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/apis/core/validation/validation.go
 */
const facts: Readonly<Record<string, JsonSchema>> = {
  'io.k8s.api.admissionregistration.v1.MutatingWebhook#sideEffects': sideEffects,
  'io.k8s.api.admissionregistration.v1.MutatingWebhook#timeoutSeconds': webhookTimeout,
  'io.k8s.api.admissionregistration.v1.ServiceReference#port': port,
  'io.k8s.api.admissionregistration.v1.ValidatingWebhook#sideEffects': sideEffects,
  'io.k8s.api.admissionregistration.v1.ValidatingWebhook#timeoutSeconds': webhookTimeout,
  'io.k8s.api.apps.v1.RollingUpdateStatefulSetStrategy#partition': { minimum: 0 },
  'io.k8s.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy#whenDeleted': claimRetention,
  'io.k8s.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy#whenScaled': claimRetention,
  'io.k8s.api.core.v1.ContainerPort#containerPort': port,
  'io.k8s.api.core.v1.ContainerPort#hostPort': { minimum: 0, maximum: 65535 },
  'io.k8s.api.core.v1.PersistentVolumeClaimSpec#accessModes': accessModes,
  'io.k8s.api.core.v1.PersistentVolumeSpec#accessModes': accessModes,
  'io.k8s.api.core.v1.PodSecurityContext#fsGroup': identity,
  'io.k8s.api.core.v1.PodSecurityContext#runAsGroup': identity,
  'io.k8s.api.core.v1.PodSecurityContext#runAsUser': identity,
  'io.k8s.api.core.v1.PodSecurityContext#supplementalGroups': {
    items: { type: 'integer', format: 'int64', ...identity },
  },
  'io.k8s.api.core.v1.PodSpec#activeDeadlineSeconds': { minimum: 1, maximum: 2_147_483_647 },
  'io.k8s.api.core.v1.PreferredSchedulingTerm#weight': weight,
  'io.k8s.api.core.v1.SecurityContext#runAsGroup': identity,
  'io.k8s.api.core.v1.SecurityContext#runAsUser': identity,
  'io.k8s.api.core.v1.ServiceAccountTokenProjection#expirationSeconds': { minimum: 600, maximum: 2 ** 32 },
  'io.k8s.api.core.v1.ServicePort#nodePort': { minimum: 0, maximum: 65535 },
  'io.k8s.api.core.v1.ServicePort#port': port,
  'io.k8s.api.core.v1.TopologySpreadConstraint#maxSkew': { minimum: 1 },
  'io.k8s.api.core.v1.TopologySpreadConstraint#minDomains': { minimum: 1 },
  'io.k8s.api.core.v1.WeightedPodAffinityTerm#weight': weight,
  'io.k8s.api.networking.v1.NetworkPolicyPort#endPort': port,
  'io.k8s.api.networking.v1.NetworkPolicySpec#policyTypes': {
    items: { type: 'string', enum: ['Egress', 'Ingress'] },
    maxItems: 2,
  },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionSpec#scope': {
    enum: ['Cluster', 'Namespaced'],
  },
  'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement#operator': {
    enum: ['DoesNotExist', 'Exists', 'In', 'NotIn'],
  },
};

/**
 * Closed sets of values in which an empty text is the default, as if the field were absent.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/apis/core/v1/defaults.go
 */
const mayBeEmpty = [
  'io.k8s.api.apps.v1.DaemonSetUpdateStrategy#type',
  'io.k8s.api.apps.v1.DeploymentStrategy#type',
  'io.k8s.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy#whenDeleted',
  'io.k8s.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy#whenScaled',
  'io.k8s.api.apps.v1.StatefulSetSpec#podManagementPolicy',
  'io.k8s.api.apps.v1.StatefulSetUpdateStrategy#type',
  'io.k8s.api.batch.v1.CronJobSpec#concurrencyPolicy',
  'io.k8s.api.core.v1.Container#imagePullPolicy',
  'io.k8s.api.core.v1.Container#terminationMessagePolicy',
  'io.k8s.api.core.v1.ContainerPort#protocol',
  'io.k8s.api.core.v1.HTTPGetAction#scheme',
  'io.k8s.api.core.v1.PersistentVolumeSpec#persistentVolumeReclaimPolicy',
  'io.k8s.api.core.v1.PodSpec#dnsPolicy',
  'io.k8s.api.core.v1.PodSpec#restartPolicy',
  'io.k8s.api.core.v1.ServicePort#protocol',
  'io.k8s.api.core.v1.ServiceSpec#externalTrafficPolicy',
  'io.k8s.api.core.v1.ServiceSpec#sessionAffinity',
  'io.k8s.api.core.v1.ServiceSpec#type',
  'io.k8s.api.core.v1.Toleration#effect',
  'io.k8s.api.core.v1.Toleration#operator',
];

/** The API server fills in the group of the role if there is none. */
const ROLE_REFERENCE = 'io.k8s.api.rbac.v1.RoleRef';

/** Whether a release has the restart policies of single containers; before, a sidecar's `Always` was the only one. */
const HAS_RESTART_RULES = 'restartPolicyRules';

/** Sets the facts. One of a field that a release does not have is an error. */
export function applyKubernetesFacts(releases: Iterable<ReleaseSchemas>): void {
  for (const { definitions } of releases) {
    for (const [place, fact] of Object.entries(facts)) Object.assign(fieldAt(definitions, place), fact);
    for (const place of mayBeEmpty) {
      const field = fieldAt(definitions, place);
      if (field.enum !== undefined) field.enum = ['', ...field.enum];
    }
    const { required = [] } = definitions[ROLE_REFERENCE] ?? {};
    Object.assign(definitions[ROLE_REFERENCE] ?? {}, { required: required.filter((name) => name !== 'apiGroup') });
    const container = definitions['io.k8s.api.core.v1.Container']?.properties ?? {};
    const restartPolicy = fieldAt(definitions, 'io.k8s.api.core.v1.Container#restartPolicy');
    restartPolicy.enum = HAS_RESTART_RULES in container ? ['Always', 'Never', 'OnFailure'] : ['Always'];
  }
}

function fieldAt(definitions: Readonly<Record<string, JsonSchema>>, place: string): JsonSchema {
  const [id = '', field = ''] = place.split('#');
  const schema = definitions[id]?.properties?.[field];
  if (schema === undefined) throw new Error(`There is no field ${place}`);
  return schema;
}
