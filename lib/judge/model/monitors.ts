import { Field } from '../../manifest/field.js';
import { type Json, objectLabel } from '../../manifest/object.js';
import { booleanAt, listAt, objectAt, stringAt, stringListAt, stringsAt, valueAt } from '../../manifest/read.js';
import type { Resource } from '../../manifest/resource.js';
import type { ClusterIndex } from './cluster-index.js';
import { hasSidecar } from './istio/injection.js';
import { namedPorts } from './linkerd/server.js';
import { namespaceOf, type PodTemplate } from './pods/pod.js';
import { portsOf, resolvePort } from './pods/ports.js';
import { matchesSelector } from './selector.js';

export const SERVICE_MONITOR = 'monitoring.coreos.com/ServiceMonitor';
export const POD_MONITOR = 'monitoring.coreos.com/PodMonitor';

/** Port of the injected sidecar's metrics, which no template declares. */
export const ISTIO_PROXY_PORT = { name: 'http-envoy-prom', number: 15_090 } as const;

/** Port of the metrics of Linkerd's proxies. */
const LINKERD_ADMIN_PORT = { name: 'linkerd-admin', number: 4191 } as const;

/** One entry of a monitor's `endpoints` or `podMetricsEndpoints`. */
export interface MonitorEndpoint {
  readonly field: Field;
  readonly path: string;
  readonly spec: Json;
  /** The port by its name; undefined if it is given in another way. */
  readonly port: string | undefined;
}

/** What a monitor selects: a Service or the pods of a template, with the names of its ports. */
export interface MonitorTarget {
  readonly label: string;
  readonly ports: readonly string[];
  /** The pods; undefined for a Service. */
  readonly pod: PodTemplate | undefined;
}

/** A port of pods that a monitor scrapes. */
export interface Scrape {
  readonly endpoint: MonitorEndpoint;
  readonly pod: PodTemplate;
  readonly port: number;
}

export function endpointsOf(monitor: Resource): readonly MonitorEndpoint[] {
  const list = monitor.object.kind === 'PodMonitor' ? 'podMetricsEndpoints' : 'endpoints';
  return Field.of(monitor)
    .at('spec', list)
    .items.map((field) => ({ field, path: field.path, spec: field.value ?? {}, port: field.at('port').text }));
}

/** What a monitor selects among the objects. */
export function targetsOf(monitor: Resource, cluster: ClusterIndex): readonly MonitorTarget[] {
  if (monitor.object.kind === 'PodMonitor') {
    return selectedPods(monitor, cluster).map((pod) => ({
      label: objectLabel(pod.resource.object),
      ports: portNamesOf(pod, cluster).flatMap(({ name }) => name ?? []),
      pod,
    }));
  }
  return selectedServices(monitor, cluster).map(({ object }) => ({
    label: objectLabel(object),
    ports: listAt(object, 'spec', 'ports').flatMap((port) => stringAt(port, 'name') ?? []),
    pod: undefined,
  }));
}

/** Every port of pods that a monitor scrapes, if the objects tell it. */
export function scrapesOf(monitor: Resource, cluster: ClusterIndex): readonly Scrape[] {
  return endpointsOf(monitor).flatMap((endpoint): Scrape[] => {
    const moved = movedTo(endpoint);
    const found =
      monitor.object.kind === 'PodMonitor'
        ? selectedPods(monitor, cluster).map((pod) => ({ pod, port: podPort(endpoint, pod, cluster) }))
        : selectedServices(monitor, cluster).flatMap((service) =>
            cluster.podsBehind(service).map((pod) => ({ pod, port: servicePort(endpoint, service, pod) })),
          );
    return found.flatMap(({ pod, port }) => (port === undefined ? [] : [{ endpoint, pod, port: moved ?? port }]));
  });
}

function podPort({ port, spec }: MonitorEndpoint, pod: PodTemplate, cluster: ClusterIndex): number | undefined {
  const ports = portNamesOf(pod, cluster);
  if (port !== undefined) return ports.find(({ name }) => name === port)?.number;
  // Without a name every port is a target, and relabeling keeps some: here those of Linkerd's proxies.
  const ofProxies = listAt(spec, 'relabelings').some(
    (entry) =>
      stringAt(entry, 'action') === 'keep' && (stringAt(entry, 'regex') ?? '').includes(LINKERD_ADMIN_PORT.name),
  );
  if (ofProxies) return ports.find(({ name }) => name === LINKERD_ADMIN_PORT.name)?.number;
  return undefined;
}

function servicePort({ port }: MonitorEndpoint, service: Resource, pod: PodTemplate): number | undefined {
  const entry = listAt(service.object, 'spec', 'ports').find((candidate) => stringAt(candidate, 'name') === port);
  if (entry === undefined) return undefined;
  return resolvePort(pod, valueAt(entry, 'targetPort') ?? valueAt(entry, 'port'));
}

/** The port to which relabelling moves every target. */
function movedTo({ spec }: MonitorEndpoint): number | undefined {
  for (const entry of listAt(spec, 'relabelings')) {
    if (stringAt(entry, 'targetLabel') !== '__address__') continue;
    const number = /:(\d+)$/.exec(stringAt(entry, 'replacement') ?? '')?.[1];
    if (number !== undefined) return Number(number);
  }
  return undefined;
}

function portNamesOf(pod: PodTemplate, cluster: ClusterIndex) {
  const sidecar = hasSidecar(pod, cluster) ? [ISTIO_PROXY_PORT] : [];
  const declared = portsOf(pod);
  const injected = namedPorts(pod, cluster).filter(({ number }) => !declared.some((port) => port.number === number));
  return [...declared, ...injected, ...sidecar];
}

function selectedServices(monitor: Resource, cluster: ClusterIndex): readonly Resource[] {
  const selector = objectAt(monitor.object, 'spec', 'selector') ?? {};
  return cluster
    .ofKind('Service')
    .filter((service) => isWatched(monitor, namespaceOf(service)))
    .filter(({ object }) => matchesSelector(selector, stringsAt(object, 'metadata', 'labels')));
}

function selectedPods(monitor: Resource, cluster: ClusterIndex): readonly PodTemplate[] {
  const selector = objectAt(monitor.object, 'spec', 'selector') ?? {};
  return cluster.pods.filter((pod) => isWatched(monitor, pod.namespace) && matchesSelector(selector, pod.labels));
}

function isWatched(monitor: Resource, namespace: string): boolean {
  if (booleanAt(monitor.object, 'spec', 'namespaceSelector', 'any') === true) return true;
  const names = stringListAt(monitor.object, 'spec', 'namespaceSelector', 'matchNames');
  return names.length === 0 ? namespace === namespaceOf(monitor) : names.includes(namespace);
}
