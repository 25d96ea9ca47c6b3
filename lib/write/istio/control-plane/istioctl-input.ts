import { DEFAULT_REVISION_TAG } from '../../fleet/mesh.js';
import { ROOT_NAMESPACE } from '../mesh-config.js';
import type { IstioControlPlaneProps } from './control-plane-props.js';
import { CNI_NAMESPACE } from './namespaces.js';
import { dashed, ISTIO_HUB } from './releases.js';
import { istioSettings } from './settings.js';
import { cniValues, istioValues } from './values.js';

/**
 * The same control plane as input of `istioctl manifest generate -f`, for clusters without the Sail operator. It is never part of the output:
 * no cluster has this kind.
 *
 * @see https://istio.io/latest/docs/setup/install/istioctl/#generate-a-manifest-before-installation
 */
export function istioOperatorInput(props: IstioControlPlaneProps): object {
  const settings = istioSettings(props);
  const { mesh, release } = settings;
  const { global, meshConfig, pilot } = istioValues(settings);
  const cni = cniValues(settings);
  return {
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    metadata: { name: `istio-${dashed(release)}`, namespace: ROOT_NAMESPACE },
    spec: {
      profile: 'minimal',
      hub: ISTIO_HUB,
      tag: release,
      revision: dashed(release),
      meshConfig,
      ...(mesh.cni === true && { components: { cni: { enabled: true, namespace: CNI_NAMESPACE } } }),
      values: {
        global,
        pilot,
        // The validation of objects without a revision.
        defaultRevision: dashed(release),
        revisionTags: [mesh.revisionTag ?? DEFAULT_REVISION_TAG],
        ...(mesh.cni === true && { cni: cni.cni }),
      },
    },
  };
}
