import { kinds, oneOf, optional, type Shape } from '../props/shape.js';
import { integer, label } from '../props/values.js';
import { RESOURCES, type Resources } from './resources.js';

/**
 * Pods through which traffic enters or leaves a cluster. The mesh decides what they run; their ServiceAccount bears their name.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/gateway/
 */
export interface Gateway {
  /** Tells it from workloads. */
  readonly kind: 'gateway';
  /** Name of its Deployment, Service and ServiceAccount. */
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
}

/** What is accepted as a gateway. */
export const GATEWAY: Shape<Gateway> = kinds<Gateway>({
  gateway: {
    name: label,
    namespace: label,
    direction: oneOf('ingress', 'egress', 'east-west'),
    replicas: optional(integer(2, 1000)),
    exposure: optional(oneOf('LoadBalancer', 'NodePort', 'ClusterIP')),
    resources: optional(RESOURCES),
  },
});
