import type { PartialTree } from '../../../input/part.js';
import { CONTROL_PLANE_NAMESPACE } from '../ports.js';
import { limitAndRequest } from './limit-and-request.js';
import type { ResourceValues } from './shared-values.js';
import type { LinkerdValues } from './values.js';

/** Defaults that differ from the chart's, and why. */
export const HARDENED: PartialTree<LinkerdValues> = {
  // It reports the installation to a server on the internet.
  disableHeartBeat: true,
  proxy: {
    // Only callers that a policy names are admitted.
    defaultInboundPolicy: 'deny',
    // A proxy that starts first and ends last loses no request, and lets a Job end; 2.19 also has it, but turned off.
    nativeSidecar: true,
  },
};

/** Certificates that cert-manager renews, instead of those that the chart would make at each rendering. */
export const RENEWED_CERTIFICATES: PartialTree<LinkerdValues> = {
  // trust-manager writes the roots.
  identity: { externalCA: true, issuer: { scheme: 'kubernetes.io/tls' } },
  policyValidator: renewed('linkerd-policy-validator'),
  profileValidator: renewed('linkerd-sp-validator'),
  proxyInjector: renewed('linkerd-proxy-injector'),
};

function renewed(certificate: string) {
  return {
    caBundle: '',
    crtPEM: '',
    externalSecret: true,
    injectCaFrom: `${CONTROL_PLANE_NAMESPACE}/${certificate}`,
    injectCaFromSecret: '',
  };
}

/** The settings of upstream's values for high availability. @see https://linkerd.io/2-edge/features/ha/ */
export const HIGH_AVAILABILITY: PartialTree<LinkerdValues> = {
  controllerReplicas: 3,
  deploymentStrategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: 1 } },
  enablePodAntiAffinity: true,
  enablePodDisruptionBudget: true,
  webhookFailurePolicy: 'Fail',
};

const CONTROLLER: ResourceValues = {
  cpu: { request: '100m', limit: '1' },
  memory: { request: '50Mi', limit: '250Mi' },
};
const IDENTITY: ResourceValues = { ...CONTROLLER, memory: { request: '10Mi', limit: '250Mi' } };
const PROXY: ResourceValues = {
  cpu: { request: '100m', limit: '1' },
  memory: { request: '20Mi', limit: '250Mi' },
};

/** The values, with requests and limits wherever the user sets none: the chart would set none. */
export function withResources(values: LinkerdValues): LinkerdValues {
  return {
    ...values,
    destinationResources: filled(values.destinationResources, CONTROLLER),
    heartbeatResources: filled(values.heartbeatResources, CONTROLLER),
    identityResources: filled(values.identityResources, IDENTITY),
    proxyInjectorResources: filled(values.proxyInjectorResources, CONTROLLER),
    spValidatorResources: filled(values.spValidatorResources, CONTROLLER),
    policyController: {
      ...values.policyController,
      resources: filled(values.policyController.resources, CONTROLLER),
    },
    proxy: { ...values.proxy, resources: filled(values.proxy.resources, PROXY) },
  };
}

function filled(stated: Partial<ResourceValues> | undefined, standard: ResourceValues): ResourceValues {
  return {
    ...stated,
    cpu: limitAndRequest(stated?.cpu, standard.cpu),
    memory: limitAndRequest(stated?.memory, standard.memory),
  };
}
