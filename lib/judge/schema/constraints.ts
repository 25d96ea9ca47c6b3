import type { Field } from '../../manifest/field.js';
import { checkApiServices } from './constraints/api-services.js';
import { checkBase64 } from './constraints/base64.js';
import { checkCertificates } from './constraints/certificates.js';
import { checkClaims } from './constraints/claims.js';
import { checkContainers } from './constraints/containers.js';
import { checkDataKeys } from './constraints/data-keys.js';
import { checkDisruptionBudgets } from './constraints/disruption-budgets.js';
import { checkPodDuplicates, checkServiceDuplicates } from './constraints/duplicates.js';
import { checkEnvironment } from './constraints/environment.js';
import { checkIstio } from './constraints/istio.js';
import { checkLabelSelectors, checkPodSelectors } from './constraints/label-selectors.js';
import { checkLinkerdPolicies } from './constraints/linkerd.js';
import { checkLinkerdRoutes } from './constraints/linkerd-routes.js';
import { checkNames, checkTemplateNames } from './constraints/names.js';
import { checkNetworkPolicies } from './constraints/network-policies.js';
import { checkOpaquePorts } from './constraints/opaque-ports.js';
import { checkPodFailurePolicies } from './constraints/pod-failure-policies.js';
import { checkPodNames } from './constraints/pod-names.js';
import { type PodTemplate, podTemplate } from './constraints/pod-template.js';
import { checkProbes } from './constraints/probes.js';
import { checkResources } from './constraints/resources.js';
import { checkRoleBindings } from './constraints/role-bindings.js';
import { checkSchedules } from './constraints/schedules.js';
import { checkScheduling } from './constraints/scheduling.js';
import { checkScope } from './constraints/scope.js';
import { checkSelectors } from './constraints/selectors.js';
import { checkServices } from './constraints/services.js';
import { checkTolerations } from './constraints/tolerations.js';
import { checkVolumeMounts } from './constraints/volume-mounts.js';
import { checkVolumes } from './constraints/volumes.js';
import { checkWebhooks } from './constraints/webhooks.js';
import { checkWorkloads } from './constraints/workloads.js';
import type { SchemaViolation } from './violation.js';

/** Of several violations on one field the first is reported, so the order matters. */
const objectConstraints: readonly ((object: Field, kind: string) => Iterable<SchemaViolation>)[] = [
  checkApiServices,
  checkBase64,
  checkCertificates,
  checkClaims,
  checkDataKeys,
  checkDisruptionBudgets,
  checkServiceDuplicates,
  checkIstio,
  checkLabelSelectors,
  checkLinkerdPolicies,
  checkLinkerdRoutes,
  checkNames,
  checkNetworkPolicies,
  checkOpaquePorts,
  checkPodFailurePolicies,
  checkRoleBindings,
  checkSchedules,
  checkScope,
  checkServices,
  checkWebhooks,
];
const podConstraints: readonly ((pod: PodTemplate) => Iterable<SchemaViolation>)[] = [
  checkContainers,
  checkPodDuplicates,
  checkEnvironment,
  checkPodSelectors,
  checkTemplateNames,
  checkPodNames,
  checkProbes,
  checkResources,
  checkScheduling,
  checkSelectors,
  checkTolerations,
  checkVolumeMounts,
  checkVolumes,
  checkWorkloads,
];

/** What the API server and webhooks refuse beyond schemas. */
export function constraintViolations(object: Field): SchemaViolation[] {
  const kind = `${object.at('apiVersion').text}/${object.at('kind').text}`;
  const pod = podTemplate(object);
  return [
    ...objectConstraints.flatMap((check) => [...check(object, kind)]),
    ...(pod === undefined ? [] : podConstraints.flatMap((check) => [...check(pod)])),
  ];
}
