import { kinds, list, oneOf, optional, options, type Shape } from '../../../input/shape.js';
import { integer, label, objectName } from '../../../input/values.js';
import { GATEWAY_API_RELEASE } from '../../fleet/mesh.js';
import { EXTERNAL_CALL, type ExternalCall } from '../../workload/intents/egress.js';
import { ENVOY_GATEWAY_RELEASES, type EnvoyGatewayRelease } from './envoy-gateway.js';

/**
 * What runs the pods of gateways, an implementation of the Gateway API: Linkerd has none. For Envoy Gateway everything that its pods need
 * is written; any other implementation is described by its owner.
 *
 * @see https://gateway-api.sigs.k8s.io/api-types/gatewayclass/
 */
export type GatewayClass = EnvoyGatewayClass | ExternalGatewayClass;

/**
 * Envoy Gateway. Its controller must be installed with `deploy.type: GatewayNamespace`, so that pods run in the namespace of their Gateway
 * and have its name. Otherwise they run beside the controller under a name with a hash, and no policy admits them.
 *
 * @see https://gateway.envoyproxy.io/docs/tasks/operations/gateway-namespace-mode/
 */
export interface EnvoyGatewayClass {
  /** Envoy Gateway. */
  readonly kind: 'envoy-gateway';
  /** Name of the GatewayClass, which is created. @default envoy-gateway @see https://gateway-api.sigs.k8s.io/api-types/gatewayclass/ */
  readonly name?: string;
  /** Release line of the controller, the same as `releases.envoyGateway` of the cluster if that is stated. @default 1.8 @see https://gateway.envoyproxy.io/news/releases/matrix/ */
  readonly release?: EnvoyGatewayRelease;
  /** Namespace of the controller. @default envoy-gateway-system @see https://gateway.envoyproxy.io/docs/install/install-helm/ */
  readonly controllerNamespace?: string;
}

/** An implementation of the Gateway API that is installed and configured elsewhere, with the facts that policies depend on. */
export interface ExternalGatewayClass {
  /** Any other implementation. */
  readonly kind: 'external';
  /** Name of the GatewayClass. @see https://gateway-api.sigs.k8s.io/api-types/gatewayclass/ */
  readonly name: string;
  /** Container ports on which its pods listen for the ports 80 and 443 of a Gateway, 1 to 65535. @see https://gateway-api.sigs.k8s.io/api-types/gateway/ */
  readonly ports: { readonly http: number; readonly https: number };
  /** The controllers that its pods connect to, each with its port, at least one. @see https://gateway-api.sigs.k8s.io/concepts/glossary/ */
  readonly controllers: readonly ExternalCall[];
  /**
   * Where its pods send requests: to the address of a Service, for which Linkerd's proxy applies releases, timeouts, retries and circuit
   * breakers; or to pods that they choose themselves, for which it applies none of these.
   * @see https://linkerd.io/2-edge/tasks/using-ingress/
   */
  readonly sendsTo: 'services' | 'pods';
  /** Strictest pod-security profile that its pods comply with. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
  readonly podSecurity: 'restricted' | 'baseline' | 'privileged';
  /** Name of the ServiceAccount of its pods: that of the Gateway, or that of Gateway and class. @see https://gateway-api.sigs.k8s.io/geps/gep-1762/ */
  readonly serviceAccount: 'gateway' | 'gateway-class';
  /** Releases of the Gateway API that it supports. @see https://gateway-api.sigs.k8s.io/concepts/versioning/ */
  readonly gatewayApi: { readonly oldest: string; readonly newest: string };
}

/** What is accepted as a class. */
export const GATEWAY_CLASS: Shape<GatewayClass> = kinds<GatewayClass>({
  'envoy-gateway': {
    name: optional(objectName),
    release: optional(oneOf(...ENVOY_GATEWAY_RELEASES)),
    controllerNamespace: optional(label),
  },
  external: {
    name: objectName,
    ports: options<ExternalGatewayClass['ports']>({ http: integer(1, 65_535), https: integer(1, 65_535) }),
    controllers: list(EXTERNAL_CALL, 1),
    sendsTo: oneOf('services', 'pods'),
    podSecurity: oneOf('restricted', 'baseline', 'privileged'),
    serviceAccount: oneOf('gateway', 'gateway-class'),
    gatewayApi: options<ExternalGatewayClass['gatewayApi']>({
      oldest: GATEWAY_API_RELEASE,
      newest: GATEWAY_API_RELEASE,
    }),
  },
});
