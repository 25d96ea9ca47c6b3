import type { KubeCronJobProps } from '../../../../imports/k8s.js';
import { CONTROL_PLANE_NAMESPACE } from '../ports.js';
import { controllerSecurity, extraEnvironment } from './controller-container.js';
import { NO_RESOURCES } from './default-values.js';
import { controllerImage } from './images.js';
import { CREATED_BY, componentSelector, deploymentLabels } from './labels.js';
import { resourceRequirements } from './resource-requirements.js';
import type { LinkerdValues } from './values.js';
import { kubeApiAccess, kubeApiAccessMount } from './volumes.js';

/** The daily report of the installation's size and version to Linkerd's vendor. @see https://linkerd.io/2-edge/tasks/troubleshooting/ */
export function heartbeat(values: LinkerdValues): KubeCronJobProps {
  return {
    metadata: {
      name: 'linkerd-heartbeat',
      namespace: CONTROL_PLANE_NAMESPACE,
      labels: deploymentLabels('heartbeat', values),
      annotations: CREATED_BY,
    },
    spec: {
      concurrencyPolicy: 'Replace',
      schedule: values.heartbeatSchedule,
      successfulJobsHistoryLimit: 0,
      jobTemplate: {
        spec: {
          template: {
            metadata: {
              labels: {
                ...values.podLabels,
                ...componentSelector('heartbeat'),
                'linkerd.io/workload-ns': CONTROL_PLANE_NAMESPACE,
              },
              annotations: { ...CREATED_BY, ...values.podAnnotations },
            },
            spec: {
              ...(values.runtimeClassName && { runtimeClassName: values.runtimeClassName }),
              ...(values.priorityClassName && { priorityClassName: values.priorityClassName }),
              ...(values.tolerations && { tolerations: [...values.tolerations] }),
              nodeSelector: values.nodeSelector,
              serviceAccountName: 'linkerd-heartbeat',
              automountServiceAccountToken: false,
              restartPolicy: 'Never',
              securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
              containers: [
                {
                  name: 'heartbeat',
                  ...controllerImage(values),
                  args: [
                    'heartbeat',
                    `-controller-namespace=${CONTROL_PLANE_NAMESPACE}`,
                    `-log-level=${values.controllerLogLevel}`,
                    `-log-format=${values.controllerLogFormat}`,
                    `-prometheus-url=${values.prometheusUrl || `http://prometheus.linkerd-viz.svc.${values.clusterDomain}:9090`}`,
                  ],
                  env: [
                    { name: 'LINKERD_DISABLED', value: 'the heartbeat controller does not use the proxy' },
                    ...extraEnvironment(values.heartbeat ?? {}),
                  ],
                  resources: resourceRequirements(values.heartbeatResources ?? NO_RESOURCES),
                  securityContext: controllerSecurity(values),
                  volumeMounts: [kubeApiAccessMount],
                },
              ],
              volumes: [kubeApiAccess],
            },
          },
        },
      },
    },
  };
}
