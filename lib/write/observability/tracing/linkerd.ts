import type { Cluster } from '../../fleet/cluster.js';
import type { LinkerdOptions } from '../../linkerd/control-plane/linkerd-options.js';
import type { Tracing } from '../../workload/intents/telemetry.js';
import { identityOf } from '../../workload/peer.js';

/** The port of a collector for OTLP over gRPC. */
const OTLP_PORT = 4317;

/**
 * Values that make the proxies of `LinkerdControlPlane` send spans to a collector, whose identity they verify. The
 * client that starts a request decides whether it is traced: Linkerd's proxies add to traces but start none.
 *
 * @see https://linkerd.io/2-edge/tasks/distributed-tracing/
 */
export function linkerdTracingValues(
  { collector, port = OTLP_PORT }: Tracing,
  cluster: Pick<Cluster, 'serviceName'>,
): Pick<LinkerdOptions, 'proxy'> {
  const { name, namespace, serviceAccount } = identityOf(collector);
  return {
    proxy: {
      tracing: {
        enabled: true,
        traceServiceName: 'linkerd-proxy',
        collector: {
          endpoint: `${cluster.serviceName(name, namespace)}:${port}`,
          meshIdentity: { namespace, serviceAccountName: serviceAccount },
        },
      },
    },
  };
}
