import type { KubeNamespaceProps } from '../../../../imports/k8s.js';
import type { LinkerdMesh } from '../../fleet/mesh.js';
import { CONTROL_PLANE_NAMESPACE } from '../ports.js';

/**
 * The control plane's namespace. Its labels decide where the roots are copied, which webhooks skip it, and which pods
 * may run there; its annotations state the installed release of the Gateway API, in the same terms as that API's own
 * definitions.
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
        // Without linkerd-cni an init container redirects traffic, which no other profile allows.
        'pod-security.kubernetes.io/enforce': cniEnabled ? 'restricted' : 'privileged',
        'pod-security.kubernetes.io/audit': 'restricted',
      },
    },
  };
}
