import type { KubeServiceAccountProps } from '../../../../imports/k8s.js';
import { CONTROL_PLANE_NAMESPACE } from '../ports.js';
import { type Component, componentLabels } from './labels.js';
import type { LinkerdValues } from './values.js';

/** One ServiceAccount for each controller: its name is the controller's identity in the mesh. */
export function serviceAccounts(values: LinkerdValues): KubeServiceAccountProps[] {
  const components: readonly Component[] = [
    'destination',
    'identity',
    'proxy-injector',
    ...(values.disableHeartBeat ? [] : (['heartbeat'] as const)),
  ];
  return components.map((component) => ({
    metadata: {
      name: `linkerd-${component}`,
      namespace: CONTROL_PLANE_NAMESPACE,
      labels: componentLabels(component, values),
    },
    ...(values.imagePullSecrets.length > 0 && { imagePullSecrets: [...values.imagePullSecrets] }),
  }));
}
