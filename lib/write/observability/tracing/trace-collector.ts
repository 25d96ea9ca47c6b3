import { throwIfAny } from '../../../diagnostic.js';
import { checkProps, optional, options } from '../../../input/shape.js';
import { anything, integer, label } from '../../../input/values.js';
import type { Cluster } from '../../fleet/cluster.js';
import { IMAGE, type Image } from '../../workload/image.js';
import type { Service } from '../../workload/intents/service.js';
import type { ExternalWorkload } from '../../workload/peer.js';
import { RESOURCES, type Resources } from '../../workload/resources.js';
import type { Workload } from '../../workload/workload.js';
import { COLLECTOR_PORTS, collectorConfig, JAEGER_OTLP_PORT } from './collector-config.js';

/** The collector that forwards the spans of a cluster's proxies and workloads to Jaeger. @see https://opentelemetry.io/docs/collector/ */
export interface TraceCollectorOptions {
  /** Jaeger, which is installed separately in the mesh; its Service has the same name and accepts OTLP over gRPC on port 4317. @see https://www.jaegertracing.io/docs/latest/apis/ */
  readonly jaeger: ExternalWorkload;
  /** Namespace of the collector, which denies everything by default. @default tracing */
  readonly namespace?: string;
  /** Name of the collector. @default otel-collector */
  readonly name?: string;
  /** Number of collectors. @default 2 */
  readonly replicas?: number;
  /** Image. @default otel/opentelemetry-collector-contrib:0.156.0 @see https://github.com/open-telemetry/opentelemetry-collector-releases */
  readonly image?: Image;
  /** Requests and limits. @default cpu 50m to 500m, memory 128Mi to 256Mi */
  readonly resources?: Resources;
}

const OPTIONS = options<TraceCollectorOptions>({
  jaeger: anything(),
  namespace: optional(label),
  name: optional(label),
  replicas: optional(integer(1, 100)),
  image: optional(IMAGE),
  resources: optional(RESOURCES),
});
const DEFAULT_IMAGE: Image = { repository: 'otel/opentelemetry-collector-contrib', tag: '0.156.0' };
const DEFAULT_RESOURCES: Resources = {
  cpu: { request: '50m', limit: '500m' },
  memory: { request: '128Mi', limit: '256Mi' },
};
/** The user that the image is made for. */
const USER_ID = 10_001;
const CONFIG_FILE = 'config.yaml';
const FOLDER = '/etc/otelcol';

/**
 * An OpenTelemetry collector between the proxies of a mesh and Jaeger, as a service of the application whose spans it
 * receives: add it to the application's `services`, and name its workload as `tracing.collector`. That admits every
 * workload and gateway of the application, in whichever mesh it is.
 */
export function traceCollector(cluster: Pick<Cluster, 'serviceName'>, stated: TraceCollectorOptions): Service {
  throwIfAny(checkProps('traceCollector', stated, OPTIONS));
  const {
    jaeger,
    namespace = 'tracing',
    name = 'otel-collector',
    replicas = 2,
    image = DEFAULT_IMAGE,
    resources = DEFAULT_RESOURCES,
  } = stated;
  const workload: Workload = {
    kind: 'Deployment',
    name,
    namespace,
    replicas,
    userId: USER_ID,
    ports: [
      { name: 'otlp', port: COLLECTOR_PORTS.otlp, appProtocol: 'grpc' },
      { name: 'metrics', port: COLLECTOR_PORTS.metrics, appProtocol: 'http' },
      { name: 'health', port: COLLECTOR_PORTS.health, appProtocol: 'http' },
    ],
    containers: [
      {
        name: 'collector',
        image,
        args: [`--config=${FOLDER}/${CONFIG_FILE}`],
        resources,
        probes: {
          readiness: { check: { kind: 'http', path: '/', port: 'health' } },
          liveness: { check: { kind: 'http', path: '/', port: 'health' } },
        },
        mounts: { config: FOLDER },
      },
    ],
    volumes: {
      config: {
        kind: 'config',
        files: { [CONFIG_FILE]: collectorConfig(cluster.serviceName(jaeger.name, jaeger.namespace)) },
      },
    },
  };
  return {
    workload,
    // The application's `tracing` decides who may send spans.
    callers: 'nobody',
    calls: [{ to: jaeger, port: JAEGER_OTLP_PORT }],
    metrics: { port: 'metrics' },
  };
}
