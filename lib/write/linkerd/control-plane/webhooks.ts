import type {
  KubeMutatingWebhookConfigurationProps,
  KubeValidatingWebhookConfigurationProps,
} from '../../../../imports/k8s.js';
import { CONTROL_PLANE_NAMESPACE } from '../ports.js';
import { type Component, componentLabels } from './labels.js';
import type { LinkerdValues, WebhookValues } from './values.js';

/** The webhook that adds proxies to pods. cert-manager fills in the CA that the API server trusts. */
export function injectorWebhook(values: LinkerdValues): KubeMutatingWebhookConfigurationProps {
  const { namespaceSelector, objectSelector, timeoutSeconds } = values.proxyInjector;
  return {
    metadata: webhookMetadata(values, 'linkerd-proxy-injector', 'proxy-injector', values.proxyInjector),
    webhooks: [
      {
        name: 'linkerd-proxy-injector.linkerd.io',
        ...callOf(values, 'linkerd-proxy-injector', values.proxyInjector),
        namespaceSelector,
        objectSelector,
        rules: [
          {
            operations: ['CREATE'],
            apiGroups: [''],
            apiVersions: ['v1'],
            resources: ['pods', 'services'],
            scope: 'Namespaced',
          },
        ],
        timeoutSeconds,
      },
    ],
  };
}

/** The webhook that rejects invalid ServiceProfiles. */
export function serviceProfileWebhook(values: LinkerdValues): KubeValidatingWebhookConfigurationProps {
  return {
    metadata: webhookMetadata(values, 'linkerd-sp-validator', 'destination', values.profileValidator),
    webhooks: [
      {
        name: 'linkerd-sp-validator.linkerd.io',
        ...callOf(values, 'linkerd-sp-validator', values.profileValidator),
        namespaceSelector: values.profileValidator.namespaceSelector,
        rules: [
          {
            operations: ['CREATE', 'UPDATE'],
            apiGroups: ['linkerd.io'],
            apiVersions: ['v1alpha1', 'v1alpha2'],
            resources: ['serviceprofiles'],
          },
        ],
      },
    ],
  };
}

/** The webhook that rejects invalid policies, of Linkerd's own kinds and of the Gateway API. */
export function policyWebhook(values: LinkerdValues): KubeValidatingWebhookConfigurationProps {
  return {
    metadata: webhookMetadata(values, 'linkerd-policy-validator', 'destination', values.policyValidator),
    webhooks: [
      {
        name: 'linkerd-policy-validator.linkerd.io',
        ...callOf(values, 'linkerd-policy-validator', values.policyValidator),
        namespaceSelector: values.policyValidator.namespaceSelector,
        rules: [
          {
            operations: ['CREATE', 'UPDATE'],
            apiGroups: ['policy.linkerd.io'],
            apiVersions: ['*'],
            resources: [
              'authorizationpolicies',
              'egressnetworks',
              'httplocalratelimitpolicies',
              'httproutes',
              'meshtlsauthentications',
              'networkauthentications',
              'serverauthorizations',
              'servers',
            ],
          },
          {
            operations: ['CREATE', 'UPDATE'],
            apiGroups: ['gateway.networking.k8s.io'],
            apiVersions: ['*'],
            resources: ['grpcroutes', 'httproutes', 'tcproutes', 'tlsroutes'],
          },
        ],
      },
    ],
  };
}

function webhookMetadata(
  values: LinkerdValues,
  service: string,
  component: Component,
  { injectCaFrom }: WebhookValues,
) {
  return {
    name: `${service}-webhook-config`,
    labels: componentLabels(component, values),
    ...(injectCaFrom && { annotations: { 'cert-manager.io/inject-ca-from': injectCaFrom } }),
  };
}

function callOf(values: LinkerdValues, service: string, { caBundle }: WebhookValues) {
  return {
    admissionReviewVersions: ['v1', 'v1beta1'],
    clientConfig: {
      service: { name: service, namespace: CONTROL_PLANE_NAMESPACE, path: '/' },
      ...(caBundle && { caBundle: Buffer.from(caBundle).toString('base64') }),
    },
    failurePolicy: values.webhookFailurePolicy,
    sideEffects: 'None',
  };
}
