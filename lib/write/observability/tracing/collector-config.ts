import { dump } from 'js-yaml';

/** Ports of the collector: OTLP over gRPC, its health, and its own metrics. @see https://opentelemetry.io/docs/specs/otlp/ */
export const COLLECTOR_PORTS = { otlp: 4317, health: 13_133, metrics: 8888 } as const;

/** Port of Jaeger for OTLP over gRPC. @see https://www.jaegertracing.io/docs/latest/apis/#opentelemetry-protocol-stable */
export const JAEGER_OTLP_PORT = 4317;

/** By default the collector listens only on localhost, where a proxy that forwards to the pod's address cannot reach it. */
const ANY_ADDRESS = '0.0.0.0';

/**
 * Configuration of the collector: receives spans over OTLP, drops spans before its memory is full, and forwards them in
 * batches. Between the collector and Jaeger the mesh encrypts, not the exporter.
 *
 * @see https://opentelemetry.io/docs/collector/configuration/
 */
export function collectorConfig(jaeger: string): string {
  const listen = (port: number) => `${ANY_ADDRESS}:${port}`;
  return dump(
    {
      extensions: { health_check: { endpoint: listen(COLLECTOR_PORTS.health) } },
      receivers: { otlp: { protocols: { grpc: { endpoint: listen(COLLECTOR_PORTS.otlp) } } } },
      processors: {
        memory_limiter: { check_interval: '1s', limit_percentage: 75, spike_limit_percentage: 20 },
        batch: { send_batch_size: 1024, send_batch_max_size: 2048, timeout: '1s' },
      },
      exporters: {
        'otlp/jaeger': {
          endpoint: `${jaeger}:${JAEGER_OTLP_PORT}`,
          tls: { insecure: true },
          sending_queue: { queue_size: 1000 },
          retry_on_failure: { max_elapsed_time: '5m' },
        },
      },
      service: {
        extensions: ['health_check'],
        telemetry: {
          metrics: {
            readers: [{ pull: { exporter: { prometheus: { host: ANY_ADDRESS, port: COLLECTOR_PORTS.metrics } } } }],
          },
        },
        pipelines: {
          traces: { receivers: ['otlp'], processors: ['memory_limiter', 'batch'], exporters: ['otlp/jaeger'] },
        },
      },
    },
    { sortKeys: true, lineWidth: -1 },
  );
}
