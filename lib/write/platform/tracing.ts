import { throwIfAny } from '../../diagnostic.js';
import { checkProps, oneOf, optional, options } from '../../input/shape.js';
import { decimal } from '../../input/values.js';
import type { Cluster } from '../fleet/cluster.js';
import { DEFAULT_JAEGER, type FleetTracing } from '../observability/tracing/fleet-tracing.js';
import { traceCollector } from '../observability/tracing/trace-collector.js';
import type { Service } from '../workload/intents/service.js';
import type { Tracing } from '../workload/intents/telemetry.js';

/** Which of its own requests a workload traces. @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ */
export interface TraceSampling {
  /** Sampler of OpenTelemetry's SDKs that takes a ratio. @default parentbased_traceidratio @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration */
  readonly sampler?: 'traceidratio' | 'parentbased_traceidratio';
  /**
   * Share of the requests, 0 to 1. @default - the same as the proxies: the fleet's `samplingPercent` @see
   * https://opentelemetry.io/docs/concepts/sampling/
   */
  readonly ratio?: number;
}

const TRACE_SAMPLING = options<TraceSampling>({
  sampler: optional(oneOf('traceidratio', 'parentbased_traceidratio')),
  ratio: optional(decimal(0, 1)),
});

/** The collector of a cluster's spans, as a service. */
export function collectorOf(
  cluster: Cluster,
  { samplingPercent, jaeger = DEFAULT_JAEGER, ...options }: FleetTracing,
): Service {
  return traceCollector(cluster, { jaeger, ...options });
}

/** Where the spans of a cluster go. */
export function tracingOf(cluster: Cluster, tracing: FleetTracing): Tracing {
  return { collector: collectorOf(cluster, tracing).workload, samplingPercent: tracing.samplingPercent };
}

export function traceEnvironment(
  cluster: Cluster,
  tracing: FleetTracing,
  service: string,
  sampling: TraceSampling = {},
): { readonly [variable: string]: string } {
  throwIfAny(checkProps(`Cluster '${cluster.name}': traceEnvironment`, sampling, TRACE_SAMPLING));
  const { sampler = 'parentbased_traceidratio', ratio = tracing.samplingPercent / 100 } = sampling;
  const { name, namespace } = collectorOf(cluster, tracing).workload;
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://${cluster.serviceName(name, namespace)}:4317`,
    OTEL_SERVICE_NAME: service,
    OTEL_TRACES_SAMPLER: sampler,
    OTEL_TRACES_SAMPLER_ARG: String(ratio),
  };
}
