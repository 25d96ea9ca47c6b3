import { type Fields, optional, options, type Shape } from '../../../input/shape.js';
import { decimal, integer, label } from '../../../input/values.js';
import { IMAGE } from '../../workload/image.js';
import { EXTERNAL_WORKLOAD, type ExternalWorkload } from '../../workload/peer.js';
import { RESOURCES } from '../../workload/resources.js';
import type { TraceCollectorOptions } from './trace-collector.js';

/** Where the spans of a fleet go: in each cluster to a collector, and from there to Jaeger. @see https://opentelemetry.io/docs/collector/ */
export interface FleetTracing extends Omit<TraceCollectorOptions, 'jaeger'> {
  /** Jaeger, which others run in the mesh; its Service has its name and takes OTLP over gRPC on port 4317. @default - `jaeger-collector` in namespace `observability`, with ServiceAccount `jaeger` @see https://www.jaegertracing.io/docs/latest/deployment/kubernetes/ */
  readonly jaeger?: ExternalWorkload;
  /** Share of the requests that proxies trace, 0 to 100 percent. @see https://opentelemetry.io/docs/concepts/sampling/ */
  readonly samplingPercent: number;
}

const FIELDS: Fields<FleetTracing> = {
  jaeger: optional(EXTERNAL_WORKLOAD),
  samplingPercent: decimal(0, 100),
  namespace: optional(label),
  name: optional(label),
  replicas: optional(integer(1, 100)),
  image: optional(IMAGE),
  resources: optional(RESOURCES),
};

/** What is accepted as the tracing of a fleet. */
export const FLEET_TRACING: Shape<FleetTracing> = options<FleetTracing>(FIELDS);

/** A Jaeger with the names of its operator's examples. @see https://www.jaegertracing.io/docs/latest/deployment/kubernetes/ */
export const DEFAULT_JAEGER: ExternalWorkload = {
  kind: 'external',
  name: 'jaeger-collector',
  namespace: 'observability',
  serviceAccount: 'jaeger',
  podLabels: { 'app.kubernetes.io/name': 'jaeger' },
};
