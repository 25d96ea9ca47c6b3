import type { Cluster } from '../fleet/cluster.js';
import type { FleetTracing } from '../observability/tracing/fleet-tracing.js';
import { traceCollector } from '../observability/tracing/trace-collector.js';
import type { Service } from '../workload/intents/service.js';
import type { Tracing } from '../workload/intents/telemetry.js';

/** Which of its own requests a workload traces. @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ */
export interface TraceSampling {
  /** Sampler of OpenTelemetry's SDKs that takes a ratio. @default parentbased_traceidratio @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration */
  readonly sampler?: 'traceidratio' | 'parentbased_traceidratio';
  /** Share of the requests, 0 to 1. @default - as the proxies: the fleet's `samplingPercent` @see https://opentelemetry.io/docs/concepts/sampling/ */
  readonly ratio?: number;
}

/** The collector of a cluster's spans, as a service. */
export function collectorOf(cluster: Cluster, { samplingPercent, ...options }: FleetTracing): Service {
  return traceCollector(cluster, options);
}

/** Where the spans of a cluster go. */
export function tracingOf(cluster: Cluster, tracing: FleetTracing): Tracing {
  return { collector: collectorOf(cluster, tracing).workload, samplingPercent: tracing.samplingPercent };
}

export function traceEnvironment(
  cluster: Cluster,
  tracing: FleetTracing,
  service: string,
  { sampler = 'parentbased_traceidratio', ratio = tracing.samplingPercent / 100 }: TraceSampling = {},
): { readonly [variable: string]: string } {
  const { name, namespace } = collectorOf(cluster, tracing).workload;
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://${cluster.serviceName(name, namespace)}:4317`,
    OTEL_SERVICE_NAME: service,
    OTEL_TRACES_SAMPLER: sampler,
    OTEL_TRACES_SAMPLER_ARG: String(ratio),
  };
}
