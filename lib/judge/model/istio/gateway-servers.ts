import { at } from '../../../manifest/field-path.js';
import type { Json } from '../../../manifest/object.js';
import { listAt, numberAt, objectAt, stringAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { exposureOf } from '../network/exposure.js';
import { perItem } from '../per-cluster.js';
import { namespaceOf, type PodTemplate } from '../pods/pod.js';
import { matchesLabels } from '../selector.js';
import { GATEWAY } from './traffic-kinds.js';

/** One entry of a Gateway's `spec.servers`. */
export interface GatewayServer {
  readonly path: string;
  readonly server: Json;
  readonly port: number | undefined;
  /** In capitals; `TCP` where none is named. */
  readonly protocol: string;
  readonly tlsMode: string | undefined;
  readonly hosts: readonly ServerHost[];
}

/** A host of a server, and whose VirtualServices may use it. */
export interface ServerHost {
  readonly path: string;
  /** As it is written. */
  readonly written: string;
  /** The part behind the slash. */
  readonly host: string;
  /** Namespace of the VirtualServices that may use it, or `*` for all. */
  readonly namespace: string;
}

/** The servers of a Gateway. */
export function serversOf(gateway: Resource): readonly GatewayServer[] {
  return listAt(gateway.object, 'spec', 'servers').map((server, index) => {
    const path = at('spec', 'servers', index);
    return {
      path,
      server,
      port: numberAt(server, 'port', 'number'),
      protocol: (stringAt(server, 'port', 'protocol') ?? 'TCP').toUpperCase(),
      tlsMode: objectAt(server, 'tls') && (stringAt(server, 'tls', 'mode') ?? 'PASSTHROUGH'),
      hosts: listAt(server, 'hosts').flatMap((written, position) =>
        typeof written === 'string' ? [serverHost(written, at(path, 'hosts', position), namespaceOf(gateway))] : [],
      ),
    };
  });
}

function serverHost(written: string, path: string, own: string): ServerHost {
  const [scope, host] = written.split('/');
  if (scope === undefined || host === undefined) return { path, written, host: written, namespace: '*' };
  return { path, written, host, namespace: scope === '.' ? own : scope };
}

/** The pods that a Gateway programs. It selects them in all namespaces; without a selector it programs every gateway. */
export function podsOfGateway({ object }: Resource, cluster: ClusterIndex): readonly PodTemplate[] {
  const selector = objectAt(object, 'spec', 'selector');
  if (selector === undefined || Object.keys(selector).length === 0) return [];
  return cluster.pods.filter(({ labels }) => matchesLabels(selector, labels));
}

/** Whether a Service makes the pods reachable from outside of the cluster; so too where no Service of them is known. */
export function mayBeReachedFromOutside(pods: readonly PodTemplate[], cluster: ClusterIndex): boolean {
  const services = pods.flatMap((pod) => cluster.servicesOf(pod));
  return services.length === 0 || services.some((service) => exposureOf(service) !== undefined);
}

/**
 * Whether a gateway is for callers of the mesh, such as one for egress: every server of it takes certificates of the mesh alone.
 */
export function servesMesh(pod: PodTemplate, cluster: ClusterIndex): boolean {
  const servers = serversOn(pod, cluster);
  return servers.length > 0 && servers.every(({ tlsMode }) => tlsMode === 'ISTIO_MUTUAL');
}

/** Whether a gateway is known to take no certificates of the mesh: it has servers, and each speaks plain text or TLS of its own. */
export function servesStrangers(pod: PodTemplate, cluster: ClusterIndex): boolean {
  const servers = serversOn(pod, cluster);
  return servers.length > 0 && servers.every(({ tlsMode }) => tlsMode !== 'ISTIO_MUTUAL');
}

const serversOn = perItem((pod: PodTemplate, cluster): readonly GatewayServer[] =>
  cluster
    .ofKind(GATEWAY)
    .filter(({ object }) => {
      const selector = objectAt(object, 'spec', 'selector');
      return selector !== undefined && Object.keys(selector).length > 0 && matchesLabels(selector, pod.labels);
    })
    .flatMap(serversOf),
);
