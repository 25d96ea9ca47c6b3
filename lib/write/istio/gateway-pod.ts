import { IntOrString, type PodTemplateSpec } from '../../../imports/k8s.js';
import { type Gateway, gatewayResources } from '../workload/gateway.js';
import { containerResources } from '../workload/resources.js';
import { restrictedContainer } from '../workload/security.js';
import { gatewayIdentity } from './gateway-ports.js';

/** Port of the readiness of a gateway. @see https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
const STATUS_PORT = 15_021;
/** Time in which connections may close on their own. */
const DRAIN_SECONDS = 60;

/**
 * The label by which istiod selects the gateway for Ingress objects, through which cert-manager answers HTTP-01 challenges: the default of
 * `meshConfig.ingressSelector`.
 */
function ingressController({ direction }: Gateway): { readonly istio?: string } {
  return direction === 'ingress' ? { istio: 'ingressgateway' } : {};
}

/**
 * The pod template of a gateway: one container, whose image, arguments and user istiod fills in from its `gateway` template.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/gateway/#deploying-a-gateway
 */
export function gatewayPod(gateway: Gateway, network: string | undefined): PodTemplateSpec {
  const { serviceAccount, podLabels, ports } = gatewayIdentity(gateway);
  return {
    metadata: {
      labels: { ...podLabels, ...ingressController(gateway), 'sidecar.istio.io/inject': 'true' },
      annotations: { 'inject.istio.io/templates': 'gateway' },
    },
    spec: {
      serviceAccountName: serviceAccount,
      // The proxy authenticates with a token for istiod, which is injected too.
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: DRAIN_SECONDS,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      topologySpreadConstraints: ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
        maxSkew: 1,
        topologyKey,
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { ...podLabels } },
      })),
      containers: [
        {
          name: 'istio-proxy',
          image: 'auto',
          // Istio's default closes all connections after five seconds.
          env: [
            { name: 'EXIT_ON_ZERO_ACTIVE_CONNECTIONS', value: 'true' },
            // An east-west gateway must know only endpoints of its own network.
            ...(gateway.direction === 'east-west' && network !== undefined
              ? [{ name: 'ISTIO_META_REQUESTED_NETWORK_VIEW', value: network }]
              : []),
          ],
          ports: [
            ...ports.map(({ name, containerPort }) => ({ name, containerPort })),
            { name: 'status', containerPort: STATUS_PORT },
          ],
          resources: containerResources(gatewayResources(gateway)),
          securityContext: restrictedContainer(),
          readinessProbe: {
            httpGet: { path: '/healthz/ready', port: IntOrString.fromString('status') },
            periodSeconds: 5,
            timeoutSeconds: 3,
            failureThreshold: 4,
          },
          livenessProbe: {
            // Open while Envoy runs, also without istiod.
            tcpSocket: { port: IntOrString.fromString('status') },
            initialDelaySeconds: 30,
            periodSeconds: 10,
            failureThreshold: 6,
          },
        },
      ],
    },
  };
}
