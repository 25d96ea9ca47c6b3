import type { Diagnostic } from '../../diagnostic.js';
import { type Fields, optional, options, type Shape } from '../../input/shape.js';
import type { ComponentCluster } from '../fleet/components.js';
import { FALLBACKS, type Fallbacks } from '../linkerd/traffic/fallbacks.js';
import { GATEWAY_CLASS, type GatewayClass } from '../linkerd/traffic/gateway-class.js';
import type { Gateway, GatewayPods } from '../workload/gateway.js';
import type { ResolvedApplication } from '../workload/intents/resolved.js';

/** Options next to an application, for meshes that need them: Istio ignores all of them. */
export interface ApplicationOptions {
  /** What is accepted instead of what Linkerd cannot do. @default - nothing: an error says what Linkerd offers @see https://linkerd.io/2-edge/features/ */
  readonly fallbacks?: Fallbacks;
  /** What runs the pods of ingress gateways in a Linkerd cluster; required if a service has an ingress. @default - none @see https://gateway-api.sigs.k8s.io/api-types/gatewayclass/ */
  readonly gatewayClass?: GatewayClass;
}

/** What is accepted as each option of an application. */
export const APPLICATION_OPTION_FIELDS: Fields<ApplicationOptions> = {
  fallbacks: optional(FALLBACKS),
  gatewayClass: optional(GATEWAY_CLASS),
};

/** What is accepted as options of an application. */
export const APPLICATION_OPTIONS: Shape<ApplicationOptions> = options<ApplicationOptions>(APPLICATION_OPTION_FIELDS);

/** An application as a mesh expresses it. */
export interface ExpressedApplication {
  /** What the mesh cannot express. */
  readonly problems: readonly Diagnostic[];
  /** Adds the components of the application to its cluster. */
  addTo(cluster: ComponentCluster): void;
}

/** How one mesh expresses applications. */
export interface ApplicationMesh {
  /** The account and the labels of a gateway's pods, if the mesh does not name them after the gateway. */
  gatewayPods(gateway: Gateway, options: ApplicationOptions): GatewayPods | undefined;
  /** Derives what the mesh makes of an application, for the checks and for the components alike. */
  express(application: ResolvedApplication, options: ApplicationOptions): ExpressedApplication;
}
