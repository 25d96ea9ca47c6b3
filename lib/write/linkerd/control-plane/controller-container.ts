import type { Container, EnvVar, IntOrString } from '../../../../imports/k8s.js';
import { controllerImage } from './images.js';
import { resourceRequirements } from './resource-requirements.js';
import type { EnvironmentValues, ProbedValues, ResourceValues } from './shared-values.js';
import type { LinkerdValues } from './values.js';
import { kubeApiAccessMount } from './volumes.js';

/** The differences between the containers of the controllers. */
export interface Controller extends Pick<Container, 'name' | 'command' | 'args' | 'ports' | 'volumeMounts'> {
  /** Port of the admin server. */
  readonly adminPort: IntOrString;
  /** Path of the liveness probe. */
  readonly livenessPath: '/ping' | '/live';
  readonly probes: ProbedValues;
  readonly resources: ResourceValues;
  readonly env?: readonly EnvVar[];
}

export function controllerContainer(values: LinkerdValues, controller: Controller): Container {
  const { adminPort, livenessPath, probes, resources, env = [], volumeMounts = [], ...own } = controller;
  const probe = (path: string) => ({ httpGet: { path, port: adminPort } });
  return {
    ...own,
    ...controllerImage(values),
    ...(env.length > 0 && { env: [...env] }),
    livenessProbe: { ...probe(livenessPath), initialDelaySeconds: 10, ...probes.livenessProbe },
    readinessProbe: { ...probe('/ready'), failureThreshold: 7, ...probes.readinessProbe },
    resources: resourceRequirements(resources),
    securityContext: controllerSecurity(values),
    volumeMounts: [...volumeMounts, kubeApiAccessMount],
  };
}

export function controllerSecurity({ controllerUID, controllerGID }: LinkerdValues) {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: controllerUID,
    ...(controllerGID >= 0 && { runAsGroup: controllerGID }),
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

export function extraEnvironment({ additionalEnv = [], experimentalEnv = [] }: EnvironmentValues): readonly EnvVar[] {
  return [...additionalEnv, ...experimentalEnv];
}
