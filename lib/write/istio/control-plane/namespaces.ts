import type { KubeNamespaceProps } from '../../../../imports/k8s.js';
import { ROOT_NAMESPACE } from '../mesh-config.js';
import type { IstioSettings } from './settings.js';

/** Namespace of the CNI plugin, which changes the network of every pod on its node. */
export const CNI_NAMESPACE = 'istio-cni';

/** The namespaces of the control plane, without injection of proxies. @see https://istio.io/latest/docs/setup/additional-setup/cni/ */
export function controlPlaneNamespaces({ mesh }: IstioSettings): KubeNamespaceProps[] {
  return [
    {
      metadata: {
        name: ROOT_NAMESPACE,
        labels: {
          'istio-injection': 'disabled',
          ...(mesh.network !== undefined && { 'topology.istio.io/network': mesh.network }),
          ...profile('restricted'),
        },
      },
    },
    ...(mesh.cni === true
      ? [{ metadata: { name: CNI_NAMESPACE, labels: { 'istio-injection': 'disabled', ...profile('privileged') } } }]
      : []),
  ];
}

function profile(enforced: 'privileged' | 'restricted') {
  return {
    'pod-security.kubernetes.io/enforce': enforced,
    'pod-security.kubernetes.io/audit': 'restricted',
    'pod-security.kubernetes.io/warn': 'restricted',
  };
}
