import type { JsonSchema, ReleaseSchemas } from '../json-schema.js';

const port: JsonSchema = { minimum: 1, maximum: 65535 };
const accessModes: JsonSchema = {
  items: { type: 'string', enum: ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'] },
};

/**
 * Constraints on fields that the API server has only in code, not in its OpenAPI document, by `definition#field`.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/apis/core/validation/validation.go
 */
const facts: Readonly<Record<string, JsonSchema>> = {
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

/** Whether a release has the restart policies of single containers; before, a sidecar's `Always` was the only one. */
const HAS_RESTART_RULES = 'restartPolicyRules';

/** Sets the facts. One of a field that a release does not have is an error. */
export function applyKubernetesFacts(releases: Iterable<ReleaseSchemas>): void {
  for (const { definitions } of releases) {
    for (const [place, fact] of Object.entries(facts)) {
      const [id = '', field = ''] = place.split('#');
      const schema = definitions[id]?.properties?.[field];
      if (schema === undefined) throw new Error(`There is no field ${place}`);
      Object.assign(schema, fact);
    }
    const container = definitions['io.k8s.api.core.v1.Container']?.properties ?? {};
    const restartPolicy = container['restartPolicy'];
    if (restartPolicy === undefined) throw new Error('Containers have no restartPolicy');
    restartPolicy.enum = HAS_RESTART_RULES in container ? ['Always', 'Never', 'OnFailure'] : ['Always'];
  }
}
