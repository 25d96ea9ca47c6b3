import { objectAt, stringAt, stringsAt, valueAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { groupedBy } from '../per-cluster.js';
import { selectsGateway } from '../pods/gateway-pods.js';
import { namespaceOf, type PodTemplate } from '../pods/pod.js';
import { portsOfContainer } from '../pods/ports.js';
import { matchesSelector } from '../selector.js';
import { isInjected, labelsInMesh } from './injection.js';
import { linkerdProxyPorts } from './proxy-ports.js';

export const SERVER = 'policy.linkerd.io/Server';

/** A Server that selects pods. */
export interface Server {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Number or name of a container port. */
  readonly port: number | string;
  /** `unknown` where the object names none. */
  readonly protocol: string;
  /** `deny` where the object names none. */
  readonly accessPolicy: string;
}

export function serverOf(resource: Resource): Server | undefined {
  const { object } = resource;
  const port = valueAt(object, 'spec', 'port');
  if (objectAt(object, 'spec', 'podSelector') === undefined) return undefined;
  if (typeof port !== 'number' && typeof port !== 'string') return undefined;
  return {
    resource,
    namespace: namespaceOf(resource),
    name: object.metadata.name,
    labels: stringsAt(object, 'metadata', 'labels'),
    port,
    protocol: stringAt(object, 'spec', 'proxyProtocol') ?? 'unknown',
    accessPolicy: stringAt(object, 'spec', 'accessPolicy') ?? 'deny',
  };
}

/** The Server that an object is, as a list: none for one of external workloads. */
export function everyServer(resource: Resource): readonly Server[] {
  const server = serverOf(resource);
  return server === undefined ? [] : [server];
}

/** The Servers of a namespace by name: where two select one port and are of one age, the first has it. */
export const serversIn = groupedBy(
  (cluster) =>
    cluster
      .ofKind(SERVER)
      .flatMap((resource) => serverOf(resource) ?? [])
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
  ({ namespace }) => namespace,
);

export function selectsPod({ resource, namespace }: Server, pod: PodTemplate, cluster: ClusterIndex): boolean {
  if (pod.namespace !== namespace) return false;
  return matchesSelector(objectAt(resource.object, 'spec', 'podSelector'), labelsInMesh(pod, cluster));
}

/** Whether a Server is for the pods of a Gateway, which no file contains. */
export function isOfGateway({ resource, namespace }: Server, cluster: ClusterIndex): boolean {
  return selectsGateway(objectAt(resource.object, 'spec', 'podSelector'), namespace, cluster);
}

export function podsOfServer(server: Server, cluster: ClusterIndex): readonly PodTemplate[] {
  return cluster.podsIn(server.namespace).filter((pod) => selectsPod(server, pod, cluster));
}

/** Every TCP port that policy can name in the pods: those of containers and init containers, and those of the injected proxy. */
export function namedPorts(
  pod: PodTemplate,
  cluster: ClusterIndex,
): readonly { readonly name: string | undefined; readonly number: number }[] {
  const declared = pod.containers
    .filter(({ list }) => list !== 'ephemeralContainers')
    .flatMap((container) => portsOfContainer(container))
    .filter(({ protocol }) => protocol === 'TCP');
  if (!isInjected(pod, cluster)) return declared;
  return [...declared, ...linkerdProxyPorts(pod).filter(({ name }) => name !== undefined)];
}

/**
 * The port numbers that a Server's port refers to in the pods: a number is itself, a name is all ports of that name.
 */
export function serverPortsIn({ port }: Server, pod: PodTemplate, cluster: ClusterIndex): readonly number[] {
  if (typeof port === 'number') return [port];
  return namedPorts(pod, cluster)
    .filter(({ name }) => name === port)
    .map(({ number }) => number);
}

/** The Servers that select a port of the pods, the one in force first. */
export function serversOfPort(pod: PodTemplate, port: number, cluster: ClusterIndex): readonly Server[] {
  return serversIn(cluster, pod.namespace).filter(
    (server) => selectsPod(server, pod, cluster) && serverPortsIn(server, pod, cluster).includes(port),
  );
}
