import type { KubeNamespaceProps } from '../../../imports/k8s.js';
import { CONTROL_PLANE_NAMESPACE } from '../ports.js';

/** The control plane's namespace. Its labels decide who gets the roots, which webhooks leave it alone, and which pods may run there. */
export function controlPlaneNamespace({ cniEnabled }: { readonly cniEnabled: boolean }): KubeNamespaceProps {
  return {
    metadata: {
      name: CONTROL_PLANE_NAMESPACE,
      annotations: { 'linkerd.io/inject': 'disabled' },
      labels: {
        'linkerd.io/is-control-plane': 'true',
        'linkerd.io/control-plane-ns': CONTROL_PLANE_NAMESPACE,
        'config.linkerd.io/admission-webhooks': 'disabled',
        // The init container that stands in for linkerd-cni redirects traffic, which no other profile allows.
        'pod-security.kubernetes.io/enforce': cniEnabled ? 'restricted' : 'privileged',
        'pod-security.kubernetes.io/audit': 'restricted',
      },
    },
  };
}
