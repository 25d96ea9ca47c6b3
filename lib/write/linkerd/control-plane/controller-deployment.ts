import { createHash } from 'node:crypto';
import type { Affinity, Container, DeploymentStrategy, KubeDeploymentProps, Volume } from '../../../../imports/k8s.js';
import { CONTROL_PLANE_NAMESPACE } from '../ports.js';
import { amount } from './amount.js';
import type { ControllerProxy } from './controller-proxy.js';
import { COMPONENT_LABEL, type Component, CREATED_BY, deploymentLabels, podLabels, podSelector } from './labels.js';
import { networkValidator } from './network-validator.js';
import { isNativeSidecar, proxyContainer } from './proxy-container.js';
import { proxyInit } from './proxy-init.js';
import type { StringMap } from './shared-values.js';
import type { LinkerdValues } from './values.js';
import { kubeApiAccess, proxyVolumes } from './volumes.js';

/** The differences between the pods of the controllers. */
export interface ControllerPods {
  readonly component: Component;
  /** Labels that the Deployment selects its pods by. */
  readonly selector?: StringMap;
  readonly annotations: StringMap;
  readonly containers: readonly Container[];
  readonly proxy: ControllerProxy;
  readonly volumes: readonly Volume[];
}

/** The Deployment of a controller: hardened pods that already have a proxy, without the injector. */
export function controllerDeployment(values: LinkerdValues, pods: ControllerPods): KubeDeploymentProps {
  const { component, containers, proxy } = pods;
  const proxyBeside = proxyContainer(values, proxy);
  const native = isNativeSidecar(values, proxy);
  const affinity = affinityOf(values, component);
  return {
    metadata: {
      name: `linkerd-${component}`,
      namespace: CONTROL_PLANE_NAMESPACE,
      labels: deploymentLabels(component, values),
      annotations: CREATED_BY,
    },
    spec: {
      replicas: values.controllerReplicas,
      revisionHistoryLimit: values.revisionHistoryLimit,
      selector: { matchLabels: pods.selector ?? podSelector(component) },
      strategy: strategyOf(values),
      template: {
        metadata: {
          labels: podLabels(component, values),
          annotations: {
            ...CREATED_BY,
            'linkerd.io/proxy-version': values.proxy.image.version || values.linkerdVersion,
            'linkerd.io/trust-root-sha256': trustRootChecksum(values),
            'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true',
            ...values.podAnnotations,
            ...pods.annotations,
            // A cluster-wide default of deny would also lock out the control plane.
            'config.linkerd.io/default-inbound-policy': 'all-unauthenticated',
          },
        },
        spec: {
          ...(values.runtimeClassName && { runtimeClassName: values.runtimeClassName }),
          ...(values.priorityClassName && { priorityClassName: values.priorityClassName }),
          ...(values.tolerations && { tolerations: [...values.tolerations] }),
          ...(affinity && { affinity }),
          nodeSelector: values.nodeSelector,
          serviceAccountName: `linkerd-${component}`,
          automountServiceAccountToken: false,
          securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
          initContainers: [
            values.cniEnabled ? networkValidator(values, proxy.resources) : proxyInit(values, proxy.resources),
            ...(native ? [proxyBeside] : []),
          ],
          // A proxy that is the first container delays the others until it is ready.
          containers: native
            ? [...containers]
            : proxy.first
              ? [proxyBeside, ...containers]
              : [...containers, proxyBeside],
          volumes: [...pods.volumes, kubeApiAccess, ...proxyVolumes(values)],
        },
      },
    },
  };
}

function strategyOf({ deploymentStrategy: { type, rollingUpdate } }: LinkerdValues): DeploymentStrategy {
  if (rollingUpdate === undefined) return { ...(type && { type }) };
  const { maxSurge, maxUnavailable } = rollingUpdate;
  return {
    ...(type && { type }),
    rollingUpdate: {
      ...(maxSurge !== undefined && { maxSurge: amount(maxSurge) }),
      ...(maxUnavailable !== undefined && { maxUnavailable: amount(maxUnavailable) }),
    },
  };
}

/** This annotation replaces the pods when the roots change: the proxies read them only at start. */
export function trustRootChecksum({ identityTrustAnchorsPEM }: LinkerdValues): string {
  return createHash('sha256').update(identityTrustAnchorsPEM).digest('hex');
}

function affinityOf(values: LinkerdValues, component: Component): Affinity | undefined {
  if (!values.enablePodAntiAffinity && values.nodeAffinity === undefined) return undefined;
  return {
    ...(values.enablePodAntiAffinity && { podAntiAffinity: keepApart(component) }),
    ...(values.nodeAffinity && { nodeAffinity: values.nodeAffinity }),
  };
}

/** No two pods of a controller on one node, and if possible no two in one zone. */
function keepApart(component: Component): NonNullable<Affinity['podAntiAffinity']> {
  const labelSelector = {
    matchExpressions: [{ key: COMPONENT_LABEL, operator: 'In', values: [component] }],
  };
  return {
    requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector, topologyKey: 'kubernetes.io/hostname' }],
    preferredDuringSchedulingIgnoredDuringExecution: [
      { weight: 100, podAffinityTerm: { labelSelector, topologyKey: 'topology.kubernetes.io/zone' } },
    ],
  };
}
