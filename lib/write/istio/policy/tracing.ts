import type { Cluster } from '../../fleet/cluster.js';
import type { Tracing } from '../../workload/intents/telemetry.js';
import type { ExtensionProvider } from '../mesh-config.js';
import { serviceHost } from './service-host.js';

/** Name by which the mesh's Telemetry asks for the collector of spans. */
export const TRACING_PROVIDER = 'opentelemetry';

/** What the mesh's configuration has to hold for spans to go to a collector: one of `meshConfig.extensionProviders`. */
export function tracingProvider({ collector, port }: Tracing, cluster: Cluster): ExtensionProvider {
  return { name: TRACING_PROVIDER, opentelemetry: { service: serviceHost(collector, cluster), port: port ?? 4317 } };
}
