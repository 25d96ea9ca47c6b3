import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { throwIfAny } from '../../../diagnostic.js';
import { checkProps, list, mapping, optional, options } from '../../../input/shape.js';
import { anyText, anything, label, objectName, text } from '../../../input/values.js';
import type { JsonObject } from '../../../manifest/object.js';
import { placeInStage } from '../../fleet/stage.js';
import { PROMETHEUS, type Prometheus, SCRAPE_INTERVAL, SCRAPE_TIMEOUT } from '../prometheus.js';

/** Metrics of pods, from a port of one of their containers. @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMonitor */
export interface PodMetricsProps {
  /** Namespace of the object, and of the pods unless `everywhere` is set. */
  readonly namespace: string;
  /** Name of the object. */
  readonly name: string;
  /** Labels of the pods; none for all pods. */
  readonly podLabels: { readonly [key: string]: string };
  /** Name of the container port. */
  readonly port: string;
  /** Path of the metrics. @default /metrics */
  readonly path?: string;
  /** Whether pods of all namespaces are scraped. @default false */
  readonly everywhere?: boolean;
  /** Further relabeling of targets. @default - none */
  readonly relabelings?: readonly JsonObject[];
  /** Pattern of the names of the metrics that are kept. @default - all */
  readonly keep?: string;
  /** The Prometheus that reads the object. */
  readonly prometheus: Prometheus;
}

/** What is accepted as the name of a container port. */
export const PORT_NAME = text(
  'up to 15 lower-case letters, digits and dashes, with a letter among them',
  /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/,
);

const PROPS = options<PodMetricsProps>({
  namespace: label,
  name: objectName,
  podLabels: mapping(anyText),
  port: PORT_NAME,
  path: optional(text('a path that starts with /', /^\//)),
  everywhere: optional(anything<boolean>()),
  relabelings: optional(list(anything<JsonObject>())),
  keep: optional(anyText),
  prometheus: PROMETHEUS,
});

/** A PodMonitor: which pods Prometheus scrapes, and where. */
export class PodMetrics extends Construct {
  constructor(scope: Construct, id: string, props: PodMetricsProps) {
    super(scope, id);
    throwIfAny(checkProps(`PodMetrics '${this.node.path}'`, props, PROPS));
    const { namespace, name, podLabels, port, path, everywhere, relabelings, keep, prometheus } = props;
    placeInStage(this, '80-observability');
    new ApiObject(this, 'Resource', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      metadata: { name, namespace, ...(prometheus.selectorLabels && { labels: { ...prometheus.selectorLabels } }) },
      spec: {
        ...(everywhere === true && { namespaceSelector: { any: true } }),
        selector: { matchLabels: { ...podLabels } },
        podMetricsEndpoints: [
          {
            port,
            ...(path !== undefined && { path }),
            interval: SCRAPE_INTERVAL,
            scrapeTimeout: SCRAPE_TIMEOUT,
            ...(relabelings !== undefined && { relabelings: [...relabelings] }),
            ...(keep !== undefined && {
              metricRelabelings: [{ action: 'keep', sourceLabels: ['__name__'], regex: keep }],
            }),
          },
        ],
      },
    });
  }
}
