import { kinds, list, oneOf, optional, options, type Shape } from '../../../input/shape.js';
import { integer, label, objectName } from '../../../input/values.js';
import { GATEWAY_API_RELEASE } from '../../fleet/mesh.js';
import { EXTERNAL_CALL, type ExternalCall } from '../../workload/intents/egress.js';
import type { EnvoyGatewayRelease } from './envoy-gateway.js';

/**
 * What makes the pods of gateways, an implementation of the Gateway API: Linkerd has none. Envoy Gateway is known here, so that
 * all that its pods need is written; any other is described by whoever runs it.
 *
 * @see https://gateway-api.sigs.k8s.io/api-types/gatewayclass/
 */
export type GatewayClass = EnvoyGatewayClass | ExternalGatewayClass;

/**
 * Envoy Gateway, whose controller someone else installs, with `deploy.type: GatewayNamespace`: then pods stand in the namespace of
 * their Gateway and bear its name. Otherwise they stand beside the controller under a name with a hash, where no policy admits them.
 *
 * @see https://gateway.envoyproxy.io/docs/tasks/operations/gateway-namespace-mode/
 */
export interface EnvoyGatewayClass {
  /** Tells it from classes that others describe. */
  readonly kind: 'envoy-gateway';
  /** Name of the GatewayClass, which is made here. @default envoy-gateway @see https://gateway-api.sigs.k8s.io/api-types/gatewayclass/ */
  readonly name?: string;
  /** Release line of the controller. @default 1.8 @see https://gateway.envoyproxy.io/news/releases/matrix/ */
  readonly release?: EnvoyGatewayRelease;
  /** Namespace of the controller. @default envoy-gateway-system @see https://gateway.envoyproxy.io/docs/install/install-helm/ */
  readonly controllerNamespace?: string;
}

/** An implementation of the Gateway API that someone else runs and sets up, with the facts that policies rest on. */
export interface ExternalGatewayClass {
  /** Tells it from classes that are known here. */
  readonly kind: 'external';
  /** Name of the GatewayClass. @see https://gateway-api.sigs.k8s.io/api-types/gatewayclass/ */
  readonly name: string;
  /** Container ports at which its pods listen for the ports 80 and 443 of a Gateway. @see https://gateway-api.sigs.k8s.io/api-types/gateway/ */
  readonly ports: { readonly http: number; readonly https: number };
  /** What tells its pods what to do, each at the port that they ask, at least one. @see https://gateway-api.sigs.k8s.io/concepts/glossary/ */
  readonly controllers: readonly ExternalCall[];
  /**
   * Where its pods send requests: to the address of a Service, by which Linkerd's proxy knows releases, timeouts, retries and
   * circuit breakers; or to pods that they choose themselves, which passes over all of these.
   * @see https://linkerd.io/2-edge/tasks/using-ingress/
   */
  readonly sendsTo: 'services' | 'pods';
  /** Strictest pod-security profile that its pods meet. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
  readonly podSecurity: 'restricted' | 'baseline' | 'privileged';
  /** ServiceAccount of its pods: named like the Gateway, or like the Gateway and the class. @see https://gateway-api.sigs.k8s.io/geps/gep-1762/ */
  readonly serviceAccount: 'gateway' | 'gateway-class';
  /** Releases of the Gateway API that it is made for. @see https://gateway-api.sigs.k8s.io/concepts/versioning/ */
  readonly gatewayApi: { readonly oldest: string; readonly newest: string };
}

/** What is accepted as a class. */
export const GATEWAY_CLASS: Shape<GatewayClass> = kinds<GatewayClass>({
  'envoy-gateway': {
    name: optional(objectName),
    release: optional(oneOf('1.5', '1.6', '1.7', '1.8', '1.9')),
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
