import { Field } from '../../../manifest/field.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { exposureOf } from '../network/exposure.js';
import { perItem, perObject } from '../per-cluster.js';
import { namespaceOf, type PodTemplate } from '../pods/pod.js';
import { matchesLabels } from '../selector.js';
import { GATEWAY } from './traffic-kinds.js';

/** One entry of a Gateway's `spec.servers`. */
export interface GatewayServer {
  readonly field: Field;
  readonly port: number | undefined;
  /** In capitals; `TCP` where none is named. */
  readonly protocol: string;
  readonly tlsMode: string | undefined;
  readonly hosts: readonly ServerHost[];
}

/** A host of a server, and whose VirtualServices may use it. */
export interface ServerHost {
  readonly field: Field;
  /** The text of the field: `apps/web.example.org`. */
  readonly written: string;
  /** The part behind the slash. */
  readonly host: string;
  /** Namespace of the VirtualServices that may use it, or `*` for all. */
  readonly namespace: string;
}

/** Protocols of servers that speak HTTP in plaintext. */
export const PLAINTEXT_PROTOCOLS: readonly string[] = ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB'];

/** The servers of a Gateway. */
export const serversOf = perObject((gateway: Resource): readonly GatewayServer[] =>
  Field.of(gateway)
    .at('spec', 'servers')
    .items.map((field) => ({
      field,
      port: field.at('port', 'number').number,
      protocol: (field.at('port', 'protocol').text ?? 'TCP').toUpperCase(),
      tlsMode: field.at('tls').mapping && (field.at('tls', 'mode').text ?? 'PASSTHROUGH'),
      hosts: field.at('hosts').items.flatMap((host) => serverHost(host, namespaceOf(gateway))),
    })),
);

function serverHost(field: Field, own: string): readonly ServerHost[] {
  const written = field.text;
  if (written === undefined) return [];
  const [scope, host] = written.split('/');
  if (scope === undefined || host === undefined) return [{ field, written, host: written, namespace: '*' }];
  return [{ field, written, host, namespace: scope === '.' ? own : scope }];
}

/** The labels of the pods that a Gateway programs. */
export function gatewaySelector(gateway: Resource): Field {
  return Field.of(gateway).at('spec', 'selector');
}

function programs(gateway: Resource, pod: PodTemplate): boolean {
  const selector = gatewaySelector(gateway).mapping ?? {};
  return Object.keys(selector).length > 0 && matchesLabels(selector, pod.labels);
}

/** The pods that the selector of a Gateway finds, in all namespaces; none if it has no selector. */
export function podsOfGateway(gateway: Resource, cluster: ClusterIndex): readonly PodTemplate[] {
  return cluster.pods.filter((pod) => programs(gateway, pod));
}

/** Whether a Service exposes the pods outside the cluster. True if no Service of them is known. */
export function mayBeReachedFromOutside(pods: readonly PodTemplate[], cluster: ClusterIndex): boolean {
  const services = pods.flatMap((pod) => cluster.servicesOf(pod));
  return services.length === 0 || services.some((service) => exposureOf(service) !== undefined);
}

/** Whether a gateway serves the mesh only, such as an egress gateway: each of its servers requires certificates of the mesh. */
export function servesMesh(pod: PodTemplate, cluster: ClusterIndex): boolean {
  const servers = serversOn(pod, cluster);
  return servers.length > 0 && servers.every(({ tlsMode }) => tlsMode === 'ISTIO_MUTUAL');
}

/** Whether a gateway is known to use no certificates of the mesh: it has servers, and each speaks plaintext or TLS of its own. */
export function servesOutsiders(pod: PodTemplate, cluster: ClusterIndex): boolean {
  const servers = serversOn(pod, cluster);
  return servers.length > 0 && servers.every(({ tlsMode }) => tlsMode !== 'ISTIO_MUTUAL');
}

/** Whether a Gateway that programs the pods is among the files. */
export function hasServers(pod: PodTemplate, cluster: ClusterIndex): boolean {
  return serversOn(pod, cluster).length > 0;
}

const serversOn = perItem((pod: PodTemplate, cluster): readonly GatewayServer[] =>
  cluster
    .ofKind(GATEWAY)
    .filter((gateway) => programs(gateway, pod))
    .flatMap(serversOf),
);
