import type { Cluster } from '../../fleet/cluster.js';
import type { Tracing } from '../../workload/intents/telemetry.js';
import type { ExtensionProvider } from '../mesh-config.js';
import { serviceHost } from './service-host.js';

/** Name by which the Telemetry of the mesh refers to the collector of spans. */
export const TRACING_PROVIDER = 'opentelemetry';

/** The entry of `meshConfig.extensionProviders` that sends spans to a collector. */
export function tracingProvider({ collector, port }: Tracing, cluster: Cluster): ExtensionProvider {
  return { name: TRACING_PROVIDER, opentelemetry: { service: serviceHost(collector, cluster), port: port ?? 4317 } };
}
