import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  KubeConfigMap,
  KubeCronJob,
  KubeDeployment,
  KubeMutatingWebhookConfiguration,
  KubeNamespace,
  KubeNetworkPolicy,
  KubePodDisruptionBudget,
  KubeRole,
  KubeRoleBinding,
  KubeService,
  KubeServiceAccount,
  KubeValidatingWebhookConfiguration,
} from '../../../../imports/k8s.js';
import { publishFact } from '../../fleet/facts.js';
import { placeInStage } from '../../fleet/stage.js';
import { LinkerdCni } from '../cni/linkerd-cni.js';
import { LinkerdCrds } from '../crds/linkerd-crds.js';
import { Access } from './access.js';
import { checkHostPorts } from './check-host-ports.js';
import { configReaderBinding, configReaderRole } from './config-access.js';
import { controlPlaneNamespace } from './control-plane-namespace.js';
import { destinationDeployment } from './destination.js';
import { destinationAccess } from './destination-access.js';
import { disruptionBudgets } from './disruption-budgets.js';
import { heartbeat } from './heartbeat.js';
import { heartbeatAccess } from './heartbeat-access.js';
import { identityDeployment } from './identity.js';
import { identityAccess } from './identity-access.js';
import { linkerdConfig } from './linkerd-config.js';
import { networkPolicies } from './network-policies.js';
import { podMonitors } from './pod-monitors.js';
import type { LinkerdControlPlaneProps } from './props.js';
import { proxyInjectorDeployment } from './proxy-injector.js';
import { proxyInjectorAccess } from './proxy-injector-access.js';
import { serviceAccounts } from './service-accounts.js';
import { controlPlaneServices } from './services.js';
import { controlPlaneSettings } from './settings.js';
import type { LinkerdValues } from './values.js';
import { injectorWebhook, policyWebhook, serviceProfileWebhook } from './webhooks.js';

/**
 * Linkerd's control plane as plain objects: what the official charts install, but without Helm, without a private key
 * in the output, with the same bytes at every synthesis, and hardened. `docs/parity.md` lists each difference from the
 * charts and its reason.
 *
 * Certificates and roots come from `TrustHierarchy` of the same cluster: cert-manager renews the identity issuer and
 * the webhooks' certificates, and trust-manager writes the bundle of roots.
 *
 * @see https://linkerd.io/2-edge/reference/architecture/#control-plane
 */
export class LinkerdControlPlane extends Construct {
  constructor(scope: Construct, id: string, props: LinkerdControlPlaneProps) {
    super(scope, id);
    const { release, values, anchors } = controlPlaneSettings(props);
    publishFact(this, {
      kind: 'identity',
      cluster: props.cluster.name,
      trustDomain: values.identityTrustDomain,
      anchors,
      by: `LinkerdControlPlane '${props.cluster.name}'`,
    });
    this.node.addValidation({ validate: () => checkHostPorts(this, values) });

    new KubeNamespace(this.#stage('00-namespaces'), 'namespace', controlPlaneNamespace(values, props.cluster.linkerd));
    new LinkerdCrds(this, 'crds');
    if (values.cniEnabled) new LinkerdCni(this, 'cni', { release, values, options: props.cni ?? {} });

    const mesh = this.#stage('30-mesh');
    this.#identities(mesh, values);
    new KubeConfigMap(mesh, 'linkerd-config', linkerdConfig(values));
    for (const service of controlPlaneServices(values))
      new KubeService(mesh, `service-${service.metadata?.name}`, service);
    new KubeDeployment(mesh, 'identity', identityDeployment(values));
    new KubeDeployment(mesh, 'destination', destinationDeployment(values));
    new KubeDeployment(mesh, 'proxy-injector', proxyInjectorDeployment(values));
    if (!values.disableHeartBeat) new KubeCronJob(mesh, 'heartbeat', heartbeat(values));
    if (values.enablePodDisruptionBudget) {
      for (const budget of disruptionBudgets(values))
        new KubePodDisruptionBudget(mesh, `budget-${budget.metadata?.name}`, budget);
    }
    new KubeMutatingWebhookConfiguration(mesh, 'injector-webhook', injectorWebhook(values));
    new KubeValidatingWebhookConfiguration(mesh, 'service-profile-webhook', serviceProfileWebhook(values));
    new KubeValidatingWebhookConfiguration(mesh, 'policy-webhook', policyWebhook(values));
    for (const policy of networkPolicies(values))
      new KubeNetworkPolicy(mesh, `network-${policy.metadata?.name}`, policy);

    const observability = this.#stage('80-observability');
    for (const monitor of podMonitors(values))
      new ApiObject(observability, `monitor-${monitor.metadata.name}`, monitor);
  }

  #stage(stage: Parameters<typeof placeInStage>[1]): Construct {
    return placeInStage(new Construct(this, stage), stage);
  }

  /** The ServiceAccounts of the controllers, and their permissions. */
  #identities(scope: Construct, values: LinkerdValues): void {
    for (const account of serviceAccounts(values))
      new KubeServiceAccount(scope, `account-${account.metadata?.name}`, account);
    const grants = [
      ...identityAccess,
      ...destinationAccess(values),
      ...proxyInjectorAccess,
      ...(values.disableHeartBeat ? [] : heartbeatAccess),
    ];
    for (const grant of grants) new Access(scope, `${grant.scope}-${grant.role}`, { values, grant });
    new KubeRole(scope, 'config-reader', configReaderRole(values));
    const readers = configReaderBinding(values);
    if (readers !== undefined) new KubeRoleBinding(scope, 'config-readers', readers);
  }
}
