import { Construct } from 'constructs';
import {
  EnvoyProxy,
  EnvoyProxySpecProviderKubernetesEnvoyPdbMaxUnavailable,
  EnvoyProxySpecProviderKubernetesEnvoyServiceExternalTrafficPolicy,
  EnvoyProxySpecProviderKubernetesEnvoyServiceType,
  EnvoyProxySpecProviderType,
} from '../../../../imports/gateway.envoyproxy.io.js';
import { canonicalQuantity } from '../../../formats/quantity.js';
import { placeInStage } from '../../fleet/stage.js';
import { type Gateway, gatewayResources } from '../../workload/gateway.js';
import { identityOf } from '../../workload/peer.js';
import type { Resources } from '../../workload/resources.js';
import { restrictedContainer, restrictedPod } from '../../workload/security.js';
import { ENVOY_GATEWAY_PORTS, SHUTDOWN_PORT } from './envoy-gateway.js';

export interface EnvoyProxyParametersProps {
  /** The gateway whose pods are described. */
  readonly gateway: Gateway;
}

/** User of both images. */
const USER = 65_532;

/** The container beside Envoy only waits until its connections are closed. */
const SHUTDOWN_RESOURCES: Resources = {
  cpu: { request: '10m', limit: '100m' },
  memory: { request: '32Mi', limit: '64Mi' },
};

const { LOCAL } = EnvoyProxySpecProviderKubernetesEnvoyServiceExternalTrafficPolicy;

/**
 * Parameters of the pods of a Gateway for Envoy Gateway: they send requests to Services, whose routes, timeouts, retries and circuit breakers
 * Linkerd's proxy then applies; and they comply with the restricted pod-security profile.
 *
 * @see https://gateway.envoyproxy.io/docs/api/extension_types/#envoyproxyspec
 */
export class EnvoyProxyParameters extends Construct {
  constructor(scope: Construct, id: string, { gateway }: EnvoyProxyParametersProps) {
    super(scope, id);
    placeInStage(this, '70-traffic');
    const { replicas = 2, exposure = 'LoadBalancer' } = gateway;
    const { name, namespace, serviceAccount, podLabels } = identityOf(gateway);
    new EnvoyProxy(this, 'Resource', {
      metadata: { name, namespace },
      spec: {
        routingType: 'Service',
        // Linkerd's proxy publishes the metrics of requests, and no policy admits a scrape of Envoy.
        telemetry: { metrics: { prometheus: { disable: true } } },
        provider: {
          type: EnvoyProxySpecProviderType.KUBERNETES,
          kubernetes: {
            useListenerPortAsContainerPort: false,
            envoyServiceAccount: { name: serviceAccount },
            envoyDeployment: {
              replicas,
              strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
              pod: {
                securityContext: restrictedPod(USER),
                topologySpreadConstraints: ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map(
                  (topologyKey) => ({
                    maxSkew: 1,
                    topologyKey,
                    whenUnsatisfiable: 'ScheduleAnyway',
                    labelSelector: { matchLabels: { ...podLabels } },
                  }),
                ),
              },
              container: {
                resources: plainResources(gatewayResources(gateway)),
                // Both containers write files of their own.
                securityContext: { ...restrictedContainer(), readOnlyRootFilesystem: false },
              },
              patch: {
                type: 'StrategicMerge',
                value: { spec: { template: { spec: podPatch() } } },
              },
            },
            envoyPdb: { maxUnavailable: EnvoyProxySpecProviderKubernetesEnvoyPdbMaxUnavailable.fromNumber(1) },
            envoyService: {
              type: EnvoyProxySpecProviderKubernetesEnvoyServiceType[SERVICE_TYPES[exposure]],
              ...(exposure !== 'ClusterIP' && { externalTrafficPolicy: LOCAL }),
            },
          },
        },
      },
    });
  }
}

const SERVICE_TYPES = { LoadBalancer: 'LOAD_BALANCER', NodePort: 'NODE_PORT', ClusterIP: 'CLUSTER_IP' } as const;

/**
 * Settings for which the parameters have no field. Linkerd's proxy fetches the policy of a port that the pod declares at start. For any other
 * port it fetches it with the first connection, to which it meanwhile applies the default: it would deny it.
 */
function podPatch() {
  const { http, https } = ENVOY_GATEWAY_PORTS;
  return {
    enableServiceLinks: false,
    containers: [
      {
        name: 'envoy',
        ports: [
          { name: 'http', containerPort: http, protocol: 'TCP' },
          { name: 'https', containerPort: https, protocol: 'TCP' },
        ],
      },
      {
        name: 'shutdown-manager',
        ports: [{ name: 'shutdown', containerPort: SHUTDOWN_PORT, protocol: 'TCP' }],
        resources: plainResources(SHUTDOWN_RESOURCES),
      },
    ],
  };
}

function plainResources({ cpu, memory }: Resources) {
  return {
    requests: { cpu: canonicalQuantity(cpu.request), memory: canonicalQuantity(memory.request) },
    limits: { cpu: canonicalQuantity(cpu.limit), memory: canonicalQuantity(memory.limit) },
  };
}
