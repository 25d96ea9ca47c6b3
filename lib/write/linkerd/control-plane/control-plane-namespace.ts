import type { KubeNamespaceProps } from '../../../../imports/k8s.js';
import type { LinkerdMesh } from '../../fleet/mesh.js';
import { CONTROL_PLANE_NAMESPACE } from '../ports.js';

/**
 * The control plane's namespace. Its labels decide who gets the roots, which webhooks leave it alone, and which pods may run there;
 * its annotations say what release of the Gateway API the control plane finds, in the words of that API's own definitions.
 */
export function controlPlaneNamespace(
  { cniEnabled }: { readonly cniEnabled: boolean },
  { gatewayApi }: Pick<LinkerdMesh, 'gatewayApi'> = {},
): KubeNamespaceProps {
  return {
    metadata: {
      name: CONTROL_PLANE_NAMESPACE,
      annotations: {
        'linkerd.io/inject': 'disabled',
        ...(gatewayApi !== undefined && {
          'gateway.networking.k8s.io/bundle-version': `v${gatewayApi.release}`,
          'gateway.networking.k8s.io/channel': gatewayApi.channel ?? 'standard',
        }),
      },
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
