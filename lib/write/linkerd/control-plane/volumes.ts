import { Quantity, type Volume, type VolumeMount } from '../../../../imports/k8s.js';
import type { LinkerdValues } from './values.js';

/** The token of the pod's ServiceAccount, mounted only into the controller, not into its proxy. */
export const kubeApiAccess: Volume = {
  name: 'kube-api-access',
  projected: {
    defaultMode: 0o644,
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      {
        downwardApi: {
          items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
        },
      },
    ],
  },
};

export const kubeApiAccessMount: VolumeMount = {
  name: 'kube-api-access',
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
  readOnly: true,
};

/** Volumes of the pod that the proxy and its init container need. */
export function proxyVolumes(values: LinkerdValues): Volume[] {
  return [
    ...(values.cniEnabled
      ? []
      : [{ name: values.proxyInit.xtMountPath.name, emptyDir: { sizeLimit: Quantity.fromString('1Mi') } }]),
    ...(values.identity.serviceAccountTokenProjection ? [identityToken] : []),
    // In memory: the key of the pod's identity never reaches a disk.
    { name: 'linkerd-identity-end-entity', emptyDir: { medium: 'Memory' } },
    ...(values.proxy.tracing.enabled ? [podInfo] : []),
  ];
}

const identityToken: Volume = {
  name: 'linkerd-identity-token',
  projected: {
    sources: [
      {
        serviceAccountToken: {
          path: 'linkerd-identity-token',
          expirationSeconds: 86400,
          audience: 'identity.l5d.io',
        },
      },
    ],
  },
};

const podInfo: Volume = {
  name: 'linkerd-podinfo',
  downwardApi: {
    items: [
      { path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } },
      { path: 'annotations', fieldRef: { fieldPath: 'metadata.annotations' } },
    ],
  },
};
