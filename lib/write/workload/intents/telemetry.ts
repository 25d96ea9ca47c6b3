import { optional, options, type Shape } from '../../../input/shape.js';
import { decimal, integer, text } from '../../../input/values.js';
import { PEER, type Peer } from '../peer.js';

/** Metrics that a workload publishes about itself. @see https://prometheus.io/docs/instrumenting/exposition_formats/ */
export interface Metrics {
  /** Name of the workload's port. */
  readonly port: string;
  /** Path. @default /metrics */
  readonly path?: string;
}

/** Where spans go. @see https://opentelemetry.io/docs/collector/ */
export interface Tracing {
  /** The collector. Its Service bears its name. */
  readonly collector: Peer;
  /** Port of its Service that takes OTLP over gRPC. @default 4317 */
  readonly port?: number;
  /** Share of the requests that are traced, 0 to 100 percent. */
  readonly samplingPercent: number;
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
