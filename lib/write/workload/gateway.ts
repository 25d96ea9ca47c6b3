import { kinds, mapping, oneOf, optional, options, type Shape } from '../../input/shape.js';
import { anyText, integer, label, objectName } from '../../input/values.js';
import { RESOURCES, type Resources } from './resources.js';

/** Istio's defaults for a gateway proxy. */
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
  /** Tells a gateway from a workload. */
  readonly kind: 'gateway';
  /** Name of its Deployment and Service. */
  readonly name: string;
  /** Namespace of its own, also for its certificates. */
  readonly namespace: string;
  /** Direction of its traffic: from outside, to external hosts, or from other clusters of the mesh. @see https://istio.io/latest/docs/concepts/traffic-management/#gateways */
  readonly direction: 'ingress' | 'egress' | 'east-west';
  /** Number of pods, 2 to 1000, so that one remains during an upgrade. @default 2 @see https://kubernetes.io/docs/concepts/workloads/pods/disruptions/ */
  readonly replicas?: number;
  /** Type of the Service of an ingress gateway; that of an east-west gateway follows from `eastWest` of the cluster. @default LoadBalancer @see https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types */
  readonly exposure?: 'LoadBalancer' | 'NodePort' | 'ClusterIP';
  /** Requests and limits of each pod. @default cpu 100m to 2, memory 128Mi to 1Gi @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ */
  readonly resources?: Resources;
  /** Account and labels by which policies recognize its pods. @default - as the mesh or the gateway class derives them from its name @see https://kubernetes.io/docs/concepts/security/service-accounts/ */
  readonly pods?: GatewayPods;
}

/** Account and labels of the pods of a gateway. @see https://gateway-api.sigs.k8s.io/geps/gep-1762/ */
export interface GatewayPods {
  /** ServiceAccount that they run as. */
  readonly serviceAccount: string;
  /** Labels that they have and no other pods of the namespace. */
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
