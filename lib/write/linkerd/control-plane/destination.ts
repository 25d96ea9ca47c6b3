import { IntOrString, type KubeDeploymentProps } from '../../../../imports/k8s.js';
import { CONTROL_PLANE_NAMESPACE, CONTROL_PLANE_PORTS } from '../ports.js';
import { anyAddress } from './addresses.js';
import { controllerContainer, extraEnvironment } from './controller-container.js';
import { controllerDeployment } from './controller-deployment.js';
import { NO_RESOURCES } from './default-values.js';
import { controllerProxyResources } from './proxy-resources.js';
import { traceCollector } from './tracing.js';
import type { LinkerdValues } from './values.js';

const DESTINATION_ADMIN_PORT = 9996;
const SP_VALIDATOR_PORT = 8443;
const SP_VALIDATOR_ADMIN_PORT = 9997;
const POLICY_VALIDATOR_PORT = 9443;
const POLICY_ADMIN_PORT = 9990;

const TLS_DIRECTORY = '/var/run/linkerd/tls';

/** The destination controller, with the validator of ServiceProfiles and the policy controller. @see https://linkerd.io/2-edge/reference/architecture/#the-destination-service */
export function destinationDeployment(values: LinkerdValues): KubeDeploymentProps {
  return controllerDeployment(values, {
    component: 'destination',
    annotations: values.destinationController.podAnnotations,
    containers: [destination(values), serviceProfileValidator(values), policyController(values)],
    proxy: {
      inboundPorts: [
        CONTROL_PLANE_PORTS.destination,
        CONTROL_PLANE_PORTS.policy,
        SP_VALIDATOR_PORT,
        POLICY_VALIDATOR_PORT,
        POLICY_ADMIN_PORT,
        DESTINATION_ADMIN_PORT,
        SP_VALIDATOR_ADMIN_PORT,
      ],
      requireTls: [],
      first: true,
      serves: 'destination',
      resources: controllerProxyResources(values, values.destinationProxyResources),
      cores: values.destinationProxyResources?.cores ?? null,
    },
    volumes: [
      { name: 'sp-tls', secret: { secretName: 'linkerd-sp-validator-k8s-tls' } },
      { name: 'policy-tls', secret: { secretName: 'linkerd-policy-validator-k8s-tls' } },
    ],
  });
}

function destination(values: LinkerdValues) {
  const { destinationController, proxy } = values;
  return controllerContainer(values, {
    name: 'destination',
    args: [
      'destination',
      `-addr=:${CONTROL_PLANE_PORTS.destination}`,
      `-controller-namespace=${CONTROL_PLANE_NAMESPACE}`,
      `-outbound-transport-mode=${proxy.outboundTransportMode}`,
      `-enable-h2-upgrade=${values.enableH2Upgrade}`,
      `-log-level=${values.controllerLogLevel}`,
      `-log-format=${values.controllerLogFormat}`,
      `-enable-endpoint-slices=${values.enableEndpointSlices}`,
      `-cluster-domain=${values.clusterDomain}`,
      `-identity-trust-domain=${values.identityTrustDomain}`,
      `-default-opaque-ports=${proxy.opaquePorts}`,
      `-enable-ipv6=${!values.disableIPv6}`,
      `-enable-pprof=${values.enablePprof}`,
      `--meshed-http2-client-params=${JSON.stringify(destinationController.meshedHttp2ClientProtobuf)}`,
      ...(destinationController.additionalArgs ?? []),
      ...(destinationController.experimentalArgs ?? []),
      ...traceCollector(values),
    ],
    env: extraEnvironment(destinationController),
    ports: [
      { name: 'dest-grpc', containerPort: CONTROL_PLANE_PORTS.destination },
      { name: 'dest-admin', containerPort: DESTINATION_ADMIN_PORT },
    ],
    adminPort: IntOrString.fromNumber(DESTINATION_ADMIN_PORT),
    livenessPath: '/ping',
    probes: destinationController,
    resources: values.destinationResources ?? NO_RESOURCES,
  });
}

function serviceProfileValidator(values: LinkerdValues) {
  return controllerContainer(values, {
    name: 'sp-validator',
    args: [
      'sp-validator',
      `-log-level=${values.controllerLogLevel}`,
      `-log-format=${values.controllerLogFormat}`,
      `-enable-pprof=${values.enablePprof}`,
    ],
    env: extraEnvironment(values.spValidator),
    ports: [
      { name: 'sp-validator', containerPort: SP_VALIDATOR_PORT },
      { name: 'spval-admin', containerPort: SP_VALIDATOR_ADMIN_PORT },
    ],
    adminPort: IntOrString.fromNumber(SP_VALIDATOR_ADMIN_PORT),
    livenessPath: '/ping',
    probes: values.spValidator,
    resources: values.spValidatorResources ?? NO_RESOURCES,
    volumeMounts: [{ name: 'sp-tls', mountPath: TLS_DIRECTORY, readOnly: true }],
  });
}

function policyController(values: LinkerdValues) {
  const { policyController: policy, proxy } = values;
  const any = anyAddress(values);
  return controllerContainer(values, {
    name: 'policy',
    command: ['/linkerd-policy-controller'],
    args: [
      `--admin-addr=${any}:${POLICY_ADMIN_PORT}`,
      `--control-plane-namespace=${CONTROL_PLANE_NAMESPACE}`,
      `--grpc-addr=${any}:${CONTROL_PLANE_PORTS.policy}`,
      `--server-addr=${any}:${POLICY_VALIDATOR_PORT}`,
      `--server-tls-key=${TLS_DIRECTORY}/tls.key`,
      `--server-tls-certs=${TLS_DIRECTORY}/tls.crt`,
      `--cluster-networks=${values.clusterNetworks}`,
      `--identity-domain=${values.identityTrustDomain}`,
      `--cluster-domain=${values.clusterDomain}`,
      `--default-policy=${proxy.defaultInboundPolicy}`,
      `--log-level=${policy.logLevel || 'linkerd=info,warn'}`,
      `--log-format=${values.controllerLogFormat}`,
      `--default-opaque-ports=${proxy.opaquePorts}`,
      `--global-egress-network-namespace=${values.egress.globalEgressNetworkNamespace}`,
      ...(policy.probeNetworks.length > 0 ? [`--probe-networks=${policy.probeNetworks.join(',')}`] : []),
      ...(policy.additionalArgs ?? []),
      ...(policy.experimentalArgs ?? []),
    ],
    ports: [
      { name: 'policy-grpc', containerPort: CONTROL_PLANE_PORTS.policy },
      { name: 'policy-admin', containerPort: POLICY_ADMIN_PORT },
      { name: 'policy-https', containerPort: POLICY_VALIDATOR_PORT },
    ],
    adminPort: IntOrString.fromString('policy-admin'),
    livenessPath: '/live',
    probes: policy,
    resources: policy.resources,
    volumeMounts: [{ name: 'policy-tls', mountPath: TLS_DIRECTORY, readOnly: true }],
  });
}
