import { IntOrString, type KubeDeploymentProps } from '../../../../imports/k8s.js';
import { IDENTITY_BUNDLE } from '../../trust/names.js';
import { CONTROL_PLANE_NAMESPACE } from '../ports.js';
import { controllerContainer, extraEnvironment } from './controller-container.js';
import { controllerDeployment } from './controller-deployment.js';
import { NO_RESOURCES } from './default-values.js';
import { componentSelector } from './labels.js';
import { LINKERD_CONFIG } from './linkerd-config.js';
import { controllerProxyResources } from './proxy-resources.js';
import type { LinkerdValues } from './values.js';

const WEBHOOK_PORT = 8443;
const ADMIN_PORT = 9995;

/** The injector: the webhook that adds a proxy to each pod that requests one. @see https://linkerd.io/2-edge/reference/architecture/#the-proxy-injector */
export function proxyInjectorDeployment(values: LinkerdValues): KubeDeploymentProps {
  const { proxyInjector } = values;
  return controllerDeployment(values, {
    component: 'proxy-injector',
    // Upstream's selector has fewer labels than its pods, and a selector cannot change.
    selector: componentSelector('proxy-injector'),
    annotations: { ...proxyInjector.podAnnotations, 'config.linkerd.io/opaque-ports': String(WEBHOOK_PORT) },
    containers: [
      controllerContainer(values, {
        name: 'proxy-injector',
        args: [
          'proxy-injector',
          `-log-level=${values.controllerLogLevel}`,
          `-log-format=${values.controllerLogFormat}`,
          `-linkerd-namespace=${CONTROL_PLANE_NAMESPACE}`,
          `-enable-pprof=${values.enablePprof}`,
        ],
        env: extraEnvironment(proxyInjector),
        ports: [
          { name: 'proxy-injector', containerPort: WEBHOOK_PORT },
          { name: 'injector-admin', containerPort: ADMIN_PORT },
        ],
        adminPort: IntOrString.fromNumber(ADMIN_PORT),
        livenessPath: '/ping',
        probes: proxyInjector,
        resources: values.proxyInjectorResources ?? NO_RESOURCES,
        volumeMounts: [
          { name: 'config', mountPath: '/var/run/linkerd/config' },
          { name: 'trust-roots', mountPath: '/var/run/linkerd/identity/trust-roots' },
          { name: 'tls', mountPath: '/var/run/linkerd/tls', readOnly: true },
        ],
      }),
    ],
    proxy: {
      inboundPorts: [WEBHOOK_PORT, ADMIN_PORT],
      requireTls: [],
      first: true,
      serves: undefined,
      resources: controllerProxyResources(values, values.proxyInjectorProxyResources),
      cores: values.proxyInjectorProxyResources?.cores ?? null,
    },
    volumes: [
      { name: 'config', configMap: { name: LINKERD_CONFIG } },
      { name: 'trust-roots', configMap: { name: IDENTITY_BUNDLE } },
      { name: 'tls', secret: { secretName: 'linkerd-proxy-injector-k8s-tls' } },
    ],
  });
}
