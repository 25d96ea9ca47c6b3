import type { ApiObjectMetadata, ApiObjectProps } from 'cdk8s';
import { load } from 'js-yaml';
import { isMapping } from '../../../formats/mapping.js';
import type { JsonObject } from '../../../manifest/object.js';
import { CONTROL_PLANE_NAMESPACE } from '../ports.js';
import { CREATED_BY, controlPlaneLabels } from './labels.js';
import type { LinkerdValues, PodMonitorComponentValues } from './values.js';

const PORT_NAME = '__meta_kubernetes_pod_container_port_name';
const CONTAINER_NAME = '__meta_kubernetes_pod_container_name';
const POD_LABEL = '__meta_kubernetes_pod_label_';

/** Ports of controllers, by upstream's naming convention. */
const CONTROLLER_PORTS: JsonObject[] = [
  { action: 'drop', sourceLabels: [PORT_NAME], regex: 'linkerd-admin' },
  { action: 'replace', sourceLabels: [CONTAINER_NAME], targetLabel: 'component' },
];

/** The operator's own kind, as plain data. */
export interface PodMonitor extends ApiObjectProps {
  readonly metadata: ApiObjectMetadata & { readonly name: string };
  readonly spec: JsonObject;
}

/** What Prometheus scrapes of Linkerd: controllers, service mirrors and the proxies of all pods. @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMonitor */
export function podMonitors(values: LinkerdValues): PodMonitor[] {
  const { controller, enabled, proxy, serviceMirror } = values.podMonitor;
  if (!enabled) return [];
  return [
    ...(controller.enabled
      ? [
          podMonitor(values, 'linkerd-controller', controller, selectorOf(controller.namespaceSelector) ?? {}, [
            { action: 'keep', sourceLabels: [PORT_NAME], regex: '.*-admin$' },
            ...CONTROLLER_PORTS,
          ]),
        ]
      : []),
    ...(serviceMirror.enabled
      ? [
          podMonitor(values, 'linkerd-multicluster-controller', serviceMirror, { any: true }, [
            {
              action: 'keep',
              sourceLabels: [`${POD_LABEL}linkerd_io_control_plane_component`, PORT_NAME],
              regex: '(linkerd-service-mirror|controller);.*-admin$',
            },
            ...CONTROLLER_PORTS,
          ]),
        ]
      : []),
    ...(proxy.enabled ? [podMonitor(values, 'linkerd-proxy', proxy, { any: true }, PROXY_LABELS)] : []),
  ];
}

/** The chart expects this selector as text; undefined if the text is not a mapping. */
export function selectorOf(text: string): JsonObject | undefined {
  try {
    const selector: unknown = load(text);
    return isMapping(selector) ? (selector as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the proxies' admin ports, and copies the pods' labels to the series, Linkerd's own without their prefix. */
const PROXY_LABELS: JsonObject[] = [
  {
    action: 'keep',
    sourceLabels: [CONTAINER_NAME, PORT_NAME, `${POD_LABEL}linkerd_io_control_plane_ns`],
    regex: `^linkerd-proxy;linkerd-admin;${CONTROL_PLANE_NAMESPACE}$`,
  },
  { action: 'replace', sourceLabels: ['__meta_kubernetes_namespace'], targetLabel: 'namespace' },
  { action: 'replace', sourceLabels: ['__meta_kubernetes_pod_name'], targetLabel: 'pod' },
  // `job` is Prometheus' own label.
  { action: 'replace', sourceLabels: [`${POD_LABEL}linkerd_io_proxy_job`], targetLabel: 'k8s_job' },
  { action: 'labeldrop', regex: `${POD_LABEL}linkerd_io_proxy_job` },
  { action: 'labelmap', regex: `${POD_LABEL}linkerd_io_proxy_(.+)` },
  { action: 'labeldrop', regex: `${POD_LABEL}linkerd_io_proxy_(.+)` },
  { action: 'labelmap', regex: `${POD_LABEL}linkerd_io_(.+)` },
  { action: 'labelmap', regex: `${POD_LABEL}(.+)`, replacement: '__tmp_pod_label_$1' },
  { action: 'labelmap', regex: '__tmp_pod_label_linkerd_io_(.+)', replacement: '__tmp_pod_label_$1' },
  { action: 'labeldrop', regex: '__tmp_pod_label_linkerd_io_(.+)' },
  { action: 'labelmap', regex: '__tmp_pod_label_(.+)' },
];

function podMonitor(
  values: LinkerdValues,
  name: string,
  { honorTimestamps }: PodMonitorComponentValues,
  namespaceSelector: JsonObject,
  relabelings: JsonObject[],
): PodMonitor {
  const { labels, scrapeInterval, scrapeTimeout } = values.podMonitor;
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: {
      name,
      namespace: CONTROL_PLANE_NAMESPACE,
      labels: { ...controlPlaneLabels(values), ...labels },
      annotations: { ...CREATED_BY },
    },
    spec: {
      namespaceSelector,
      selector: { matchLabels: {} },
      podMetricsEndpoints: [
        {
          interval: scrapeInterval,
          scrapeTimeout,
          ...(honorTimestamps !== undefined && { honorTimestamps }),
          relabelings,
        },
      ],
    },
  };
}
