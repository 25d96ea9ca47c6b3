import type { Diagnostic } from '../../diagnostic.js';
import { isMapping } from '../../formats/mapping.js';
import { checkProps, list, mapping, optional, options } from '../../input/shape.js';
import { anyText, label, objectName } from '../../input/values.js';
import { GATEWAY_CLASS, type GatewayClass } from '../linkerd/traffic/gateway-class.js';
import { DEFAULT_PROMETHEUS, type Prometheus } from '../observability/prometheus.js';
import { FLEET_TRACING, type FleetTracing } from '../observability/tracing/fleet-tracing.js';
import { SECRET_SOURCE, type SecretSource } from '../secrets/required-secret.js';

/** What the clusters of a fleet have in common; each part of a cluster can override it. */
export interface FleetOptions {
  /** Public root certificates of the fleet in PEM: one, or the old and the new one during a rotation. @default - none: `addMesh` needs another root @see https://linkerd.io/2-edge/tasks/generate-certificates/ */
  readonly roots?: readonly string[];
  /** The Prometheus of each cluster. @default - none: nothing is scraped, and there are no alerts and dashboards @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Prometheus */
  readonly prometheus?: FleetPrometheus;
  /** Where the spans of proxies and workloads go. @default - there are none @see https://opentelemetry.io/docs/collector/ */
  readonly tracing?: FleetTracing;
  /**
   * The GatewayClass that makes the pods of gateways in clusters with Linkerd; ignored in others.
   * @default - none: a service that is exposed outside needs one
   * @see https://gateway-api.sigs.k8s.io/api-types/gatewayclass/
   */
  readonly gatewayClass?: GatewayClass;
  /** How passwords and keys get into the clusters. @default - `npm run credentials` makes them, and they are applied by hand @see https://external-secrets.io/latest/ */
  readonly secrets?: SecretSource;
}

/** The Prometheus of a fleet's clusters, which is in the mesh. @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Prometheus */
export interface FleetPrometheus extends Pick<Prometheus, 'namespace' | 'selectorLabels'> {
  /** ServiceAccount that its pods run as, and by which a mesh knows it. @default prometheus @see https://prometheus-operator.dev/docs/getting-started/installation/ */
  readonly serviceAccount?: string;
  /** Labels by which network policies know its pods. @default - `app.kubernetes.io/name: prometheus`, which Prometheus Operator gives them @see https://prometheus-operator.dev/docs/getting-started/installation/ */
  readonly podLabels?: Prometheus['podLabels'];
}

const FLEET_OPTIONS = options<FleetOptions>({
  roots: optional(list(anyText)),
  prometheus: optional(
    options<FleetPrometheus>({
      namespace: label,
      serviceAccount: optional(objectName),
      podLabels: optional(mapping(anyText)),
      selectorLabels: optional(mapping(anyText)),
    }),
  ),
  tracing: optional(FLEET_TRACING),
  gatewayClass: optional(GATEWAY_CLASS),
  secrets: optional(SECRET_SOURCE),
});

/** The options of a fleet that could be read, and the problems of the rest. */
export interface FleetDefaults extends Omit<FleetOptions, 'prometheus'> {
  readonly prometheus?: Prometheus;
  readonly problems: readonly Diagnostic[];
}

export function readFleetOptions(name: string, stated: FleetOptions): FleetDefaults {
  const problems = checkProps(`Fleet '${name}'`, stated, FLEET_OPTIONS);
  if (problems.length > 0 || !isMapping(stated)) return { problems };
  const { prometheus, ...others } = stated;
  return {
    ...others,
    ...(prometheus !== undefined && { prometheus: { ...DEFAULT_PROMETHEUS, ...prometheus } }),
    problems,
  };
}
