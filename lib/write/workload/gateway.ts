import { kinds, mapping, oneOf, optional, options, type Shape } from '../../input/shape.js';
import { anyText, integer, label, objectName } from '../../input/values.js';
import { RESOURCES, type Resources } from './resources.js';

/** Upstream's figures for a proxy that is a gateway. */
const DEFAULT_RESOURCES: Resources = {
  cpu: { request: '100m', limit: '2' },
  memory: { request: '128Mi', limit: '1Gi' },
};

/**
 * Pods through which traffic enters or leaves a cluster. The mesh, or the class of the gateway, decides what they run.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/gateway/
 */
export interface Gateway {
  /** Tells it from workloads. */
  readonly kind: 'gateway';
  /** Name of its Deployment and Service. */
  readonly name: string;
  /** Namespace of its own, in which its certificates stand too. */
  readonly namespace: string;
  /** Whether traffic comes in through it, goes out, or comes from other clusters of the mesh. @see https://istio.io/latest/docs/concepts/traffic-management/#gateways */
  readonly direction: 'ingress' | 'egress' | 'east-west';
  /** Pods, 2 or more so that an upgrade of one leaves another. @default 2 @see https://kubernetes.io/docs/concepts/workloads/pods/disruptions/ */
  readonly replicas?: number;
  /** How the outside reaches a gateway through which traffic comes in; of one for other clusters, `eastWest` of the cluster says it. @default LoadBalancer @see https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types */
  readonly exposure?: 'LoadBalancer' | 'NodePort' | 'ClusterIP';
  /** Requests and limits of each pod. @default cpu 100m to 2, memory 128Mi to 1Gi @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ */
  readonly resources?: Resources;
  /** By what policies know its pods. @default - what the mesh or the gateway class makes of its name @see https://kubernetes.io/docs/concepts/security/service-accounts/ */
  readonly pods?: GatewayPods;
}

/** What the pods of a gateway prove and bear. @see https://gateway-api.sigs.k8s.io/geps/gep-1762/ */
export interface GatewayPods {
  /** ServiceAccount that they run as. */
  readonly serviceAccount: string;
  /** Labels that they bear, and no other pods of the namespace. */
  readonly labels: { readonly [key: string]: string };
}

const GATEWAY_PODS: Shape<GatewayPods> = options<GatewayPods>({ serviceAccount: objectName, labels: mapping(anyText) });

/** What is accepted as a gateway. */
export const GATEWAY: Shape<Gateway> = kinds<Gateway>({
  gateway: {
    name: label,
    namespace: label,
    direction: oneOf('ingress', 'egress', 'east-west'),
    replicas: optional(integer(2, 1000)),
    exposure: optional(oneOf('LoadBalancer', 'NodePort', 'ClusterIP')),
    resources: optional(RESOURCES),
    pods: optional(GATEWAY_PODS),
  },
});

/** Requests and limits of each pod. */
export function gatewayResources({ resources }: Gateway): Resources {
  return resources ?? DEFAULT_RESOURCES;
}
