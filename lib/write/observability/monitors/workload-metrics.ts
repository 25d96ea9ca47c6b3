import { Construct } from 'constructs';
import { throwIfAny } from '../../../diagnostic.js';
import { checkProps, mapping, optional, options, type Shape } from '../../../input/shape.js';
import { anyText, integer, label, objectName, text } from '../../../input/values.js';
import { CLUSTER, type Cluster } from '../../fleet/cluster.js';
import { GuardedPort } from '../../linkerd/guarded-port.js';
import { PROXY_INBOUND_PORT } from '../../linkerd/ports.js';
import { PROMETHEUS, type Prometheus } from '../prometheus.js';
import { PORT_NAME, PodMetrics } from './pod-metrics.js';
import { ScrapeAccess } from './scrape-access.js';

/** The port at which a workload publishes its own metrics. @see https://prometheus.io/docs/instrumenting/exposition_formats/ */
export interface WorkloadMetricsProps {
  /** The cluster; its mesh decides how the scrape is admitted. */
  readonly cluster: Cluster;
  /** Namespace of the pods and of the objects. */
  readonly namespace: string;
  /** Name of the workload, and of the objects made for it. */
  readonly name: string;
  /** Labels of its pods. */
  readonly podLabels: { readonly [key: string]: string };
  /** The container port, by name and number. */
  readonly port: MetricsPort;
  /** Path of the metrics. @default /metrics */
  readonly path?: string;
  /** The Prometheus that scrapes them; it is admitted. */
  readonly prometheus: Prometheus;
}

/** A container port, by both of its names. @see https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports */
export interface MetricsPort {
  /** Name of the container port. */
  readonly name: string;
  /** Number of the container port, 1 to 65535. */
  readonly number: number;
}

const METRICS_PORT: Shape<MetricsPort> = options<MetricsPort>({ name: PORT_NAME, number: integer(1, 65_535) });

const PROPS = options<WorkloadMetricsProps>({
  cluster: CLUSTER,
  namespace: label,
  name: objectName,
  podLabels: mapping(anyText),
  port: METRICS_PORT,
  path: optional(text('a path that starts with /', /^\//)),
  prometheus: PROMETHEUS,
});

/**
 * A workload's own metrics, and the access to them: the PodMonitor, the network policy and, in Linkerd, the Server that
 * admits only Prometheus, by its identity. With only a monitor the target would be down.
 */
export class WorkloadMetrics extends Construct {
  constructor(scope: Construct, id: string, props: WorkloadMetricsProps) {
    super(scope, id);
    throwIfAny(checkProps(`WorkloadMetrics '${this.node.path}'`, props, PROPS));
    const { cluster, namespace, name, podLabels, port, path, prometheus } = props;
    const linkerd = cluster.mesh?.kind === 'linkerd';
    new PodMetrics(this, 'monitor', {
      namespace,
      name,
      podLabels,
      port: port.name,
      ...(path !== undefined && { path }),
      prometheus,
    });
    new ScrapeAccess(this, 'network', {
      namespace,
      name: `${name}-scrape`,
      podLabels,
      // Traffic through the mesh arrives at the port of the proxy.
      ports: linkerd ? [port.number, PROXY_INBOUND_PORT] : [port.number],
      prometheus,
    });
    if (linkerd) {
      new GuardedPort(this, 'port', {
        namespace,
        name: `${name}-${port.name}`,
        podLabels,
        port: port.number,
        protocol: 'HTTP/1',
        callers: [{ serviceAccount: prometheus.serviceAccount, namespace: prometheus.namespace }],
      });
    }
  }
}
