import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { throwIfAny } from '../../../diagnostic.js';
import { checkProps, mapping, optional, options } from '../../../input/shape.js';
import { anyText, label, objectName, text } from '../../../input/values.js';
import { placeInStage } from '../../fleet/stage.js';
import { PROMETHEUS, type Prometheus, SCRAPE_INTERVAL, SCRAPE_TIMEOUT } from '../prometheus.js';
import { PORT_NAME } from './pod-metrics.js';

/** Metrics of the pods behind a Service. @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitor */
export interface ServiceMetricsProps {
  /** Namespace of the object and of the Service. */
  readonly namespace: string;
  /** Name of the object. */
  readonly name: string;
  /** Labels of the Service itself, not of its pods. */
  readonly serviceLabels: { readonly [key: string]: string };
  /** Name of the Service's port. */
  readonly port: string;
  /** Path of the metrics. @default /metrics */
  readonly path?: string;
  /** The Prometheus that reads the object. */
  readonly prometheus: Prometheus;
}

const PROPS = options<ServiceMetricsProps>({
  namespace: label,
  name: objectName,
  serviceLabels: mapping(anyText),
  port: PORT_NAME,
  path: optional(text('a path that starts with /', /^\//)),
  prometheus: PROMETHEUS,
});

/** A ServiceMonitor: the Services whose pods Prometheus scrapes, and where. */
export class ServiceMetrics extends Construct {
  constructor(scope: Construct, id: string, props: ServiceMetricsProps) {
    super(scope, id);
    throwIfAny(checkProps(`ServiceMetrics '${this.node.path}'`, props, PROPS));
    const { namespace, name, serviceLabels, port, path, prometheus } = props;
    placeInStage(this, '80-observability');
    new ApiObject(this, 'Resource', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      metadata: { name, namespace, ...(prometheus.selectorLabels && { labels: { ...prometheus.selectorLabels } }) },
      spec: {
        selector: { matchLabels: { ...serviceLabels } },
        endpoints: [
          { port, ...(path !== undefined && { path }), interval: SCRAPE_INTERVAL, scrapeTimeout: SCRAPE_TIMEOUT },
        ],
      },
    });
  }
}
