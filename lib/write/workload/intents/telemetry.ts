import { optional, options, type Shape } from '../../../input/shape.js';
import { decimal, integer, text } from '../../../input/values.js';
import { PEER, type Peer } from '../peer.js';
import type { WorkloadPort } from '../port.js';

/** Metrics that a workload publishes. @see https://prometheus.io/docs/instrumenting/exposition_formats/ */
export interface Metrics {
  /** Name of the workload's port. */
  readonly port: string;
  /** Path. @default /metrics */
  readonly path?: string;
}

/** Where spans are sent. @see https://opentelemetry.io/docs/collector/ */
export interface Tracing {
  /** The collector; its Service has the same name. */
  readonly collector: Peer;
  /** Port of its Service for OTLP over gRPC, 1 to 65535. @default 4317 */
  readonly port?: number;
  /** Percentage of the requests that are traced, 0 to 100. */
  readonly samplingPercent: number;
}

/** The port and the path at which a workload's metrics are read. */
export interface MetricsEndpoint {
  readonly port: WorkloadPort;
  readonly path: string;
}

/** Where spans go, the port stated in any case. */
export interface ResolvedTracing extends Tracing {
  readonly port: number;
}

/** What is accepted as metrics. */
export const METRICS: Shape<Metrics> = options<Metrics>({
  port: text(),
  path: optional(text('a path that starts with /', /^\//)),
});

/** What is accepted as tracing. */
export const TRACING: Shape<Tracing> = options<Tracing>({
  collector: PEER,
  port: optional(integer(1, 65_535)),
  samplingPercent: decimal(0, 100),
});
