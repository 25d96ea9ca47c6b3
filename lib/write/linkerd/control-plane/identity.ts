import { IntOrString, type KubeDeploymentProps } from '../../../../imports/k8s.js';
import { IDENTITY_BUNDLE } from '../../trust/names.js';
import { CONTROL_PLANE_NAMESPACE, CONTROL_PLANE_PORTS } from '../ports.js';
import { controllerContainer, extraEnvironment } from './controller-container.js';
import { controllerDeployment } from './controller-deployment.js';
import { NO_RESOURCES } from './default-values.js';
import { controllerProxyResources } from './proxy-resources.js';
import { traceCollector } from './tracing.js';
import type { LinkerdValues } from './values.js';

const ADMIN_PORT = 9990;

/** The identity controller: it signs the certificates of all proxies. @see https://linkerd.io/2-edge/reference/architecture/#the-identity-service */
export function identityDeployment(values: LinkerdValues): KubeDeploymentProps {
  const { identity } = values;
  return controllerDeployment(values, {
    component: 'identity',
    annotations: identity.podAnnotations,
    containers: [
      controllerContainer(values, {
        name: 'identity',
        args: [
          'identity',
          `-log-level=${values.controllerLogLevel}`,
          `-log-format=${values.controllerLogFormat}`,
          `-controller-namespace=${CONTROL_PLANE_NAMESPACE}`,
          `-identity-trust-domain=${values.identityTrustDomain}`,
          `-identity-issuance-lifetime=${identity.issuer.issuanceLifetime}`,
          `-identity-clock-skew-allowance=${identity.issuer.clockSkewAllowance}`,
          `-identity-scheme=${identity.issuer.scheme}`,
          `-enable-pprof=${values.enablePprof}`,
          `-kube-apiclient-qps=${identity.kubeAPI.clientQPS}`,
          `-kube-apiclient-burst=${identity.kubeAPI.clientBurst}`,
          ...traceCollector(values),
        ],
        env: [
          { name: 'LINKERD_DISABLED', value: 'linkerd-await cannot block the identity controller' },
          ...extraEnvironment(identity),
        ],
        ports: [
          { name: 'ident-grpc', containerPort: CONTROL_PLANE_PORTS.identity },
          { name: 'ident-admin', containerPort: ADMIN_PORT },
        ],
        adminPort: IntOrString.fromNumber(ADMIN_PORT),
        livenessPath: '/ping',
        probes: identity,
        resources: values.identityResources ?? NO_RESOURCES,
        volumeMounts: [
          { name: 'identity-issuer', mountPath: '/var/run/linkerd/identity/issuer' },
          { name: 'trust-roots', mountPath: '/var/run/linkerd/identity/trust-roots/' },
        ],
      }),
    ],
    proxy: {
      inboundPorts: [CONTROL_PLANE_PORTS.identity, ADMIN_PORT],
      requireTls: [CONTROL_PLANE_PORTS.identity],
      // The proxy gets its certificate from another container of the same pod.
      first: false,
      serves: 'identity',
      resources: controllerProxyResources(values, values.identityProxyResources),
      cores: values.identityProxyResources?.cores ?? null,
    },
    volumes: [
      { name: 'identity-issuer', secret: { secretName: 'linkerd-identity-issuer' } },
      { name: 'trust-roots', configMap: { name: IDENTITY_BUNDLE } },
    ],
  });
}
