import { listAt, numberAt, stringAt, valueAt } from '../../../manifest/read.js';
import type { ClusterIndex } from '../cluster-index.js';
import type { PodTemplate } from '../pods/pod.js';
import { resolvePort } from '../pods/ports.js';
import { servesMesh, servesStrangers } from './gateway-servers.js';
import { covers, hostsWithin, isWildcard, type KnownHost, overlaps, qualified, serviceNamed } from './hosts.js';
import { hasSidecar, injectionOf, isGateway, isInMesh } from './injection.js';

/** Where a DestinationRule applies. */
export interface Target {
  /** Full name, or a wildcard. */
  readonly host: string;
  /** Namespace that it is seen from. */
  readonly from: string;
  /** Port of the host; undefined for all of them. */
  readonly port: number | undefined;
}

const EXCLUDED_PORTS = 'traffic.sidecar.istio.io/excludeInboundPorts';
/** The API server, which never has a proxy. */
const API_SERVER = 'kubernetes.default.svc.cluster.local';
const CLUSTER_NAMES = ['*.svc.cluster.local', '*.svc.clusterset.local'];

/** The pods behind a target, as far as they are among the objects. */
export function podsAt(target: Target, cluster: ClusterIndex): readonly PodTemplate[] {
  return hostsAt(target, cluster).flatMap((host) => podsOf(host, cluster));
}

/** Whether connections to a target may be mutual TLS of the mesh at the pods: they have a proxy, and it is not passed by. */
export function takesMutualTls(pod: PodTemplate, target: Target, cluster: ClusterIndex): boolean {
  if (!isInMesh(pod, cluster)) return false;
  return isGateway(pod) ? servesMesh(pod, cluster) : !isPassedBy(pod, target, cluster);
}

/**
 * Whether the objects prove that nothing behind a target is in the mesh: the hosts are of ServiceEntries outside of it, or of
 * Services whose pods are all known to have no proxy. That nothing is known proves nothing.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Location
 */
export function isSurelyOutside(target: Target, cluster: ClusterIndex): boolean {
  const { host, from } = target;
  if (host === API_SERVER) return true;
  const known = hostsWithin(cluster, host, from);
  const named = CLUSTER_NAMES.some((names) => overlaps(names, host));
  // A ServiceEntry that takes the name of a Service does not say what the Service is; one for a part of a wildcard, nothing of the rest.
  const whole = named
    ? !isWildcard(host) && known.some(isService)
    : known.some((entry) => !isService(entry) && covers(entry.host, host));
  return whole && known.every((entry) => isOutside(entry, target, cluster));
}

function isOutside(known: KnownHost, target: Target, cluster: ClusterIndex): boolean {
  const { object } = known.resource;
  if (!isService(known)) return stringAt(object, 'spec', 'location') !== 'MESH_INTERNAL';
  if (!hasPort(known, target)) return true;
  if (stringAt(object, 'spec', 'type') === 'ExternalName') {
    return serviceNamed(qualified(stringAt(object, 'spec', 'externalName') ?? '', known.namespace)) === undefined;
  }
  const pods = podsOf(known, cluster);
  return pods.length > 0 && pods.every((pod) => hasNoMutualTls(pod, target, cluster));
}

function hasNoMutualTls(pod: PodTemplate, target: Target, cluster: ClusterIndex): boolean {
  const injection = injectionOf(pod, cluster);
  if (injection.mode !== 'none') {
    return isGateway(pod) ? servesStrangers(pod, cluster) : isPassedBy(pod, target, cluster);
  }
  // A Namespace that is not among the objects may have the label that brings its pods into the mesh.
  const { reason } = injection;
  return cluster.namespace(pod.namespace) !== undefined || reason === 'host-network' || reason === 'ignored-namespace';
}

/** Whether every port of the pods that a target leads to is left out of the capture. ztunnel knows no such exceptions. */
function isPassedBy(pod: PodTemplate, target: Target, cluster: ClusterIndex): boolean {
  if (!hasSidecar(pod, cluster)) return false;
  const excluded = new Set((pod.ownAnnotations[EXCLUDED_PORTS] ?? '').split(',').map((port) => Number(port.trim())));
  const ports = hostsAt(target, cluster)
    .filter((host) => podsOf(host, cluster).includes(pod))
    .flatMap(({ resource }) => listAt(resource.object, 'spec', 'ports'))
    .filter((port) => target.port === undefined || numberAt(port, 'port') === target.port)
    .map((port) => resolvePort(pod, valueAt(port, 'targetPort') ?? valueAt(port, 'port')));
  return ports.length > 0 && ports.every((port) => port !== undefined && excluded.has(port));
}

function hostsAt(target: Target, cluster: ClusterIndex): readonly KnownHost[] {
  return hostsWithin(cluster, target.host, target.from).filter((known) => isService(known) && hasPort(known, target));
}

function hasPort({ ports }: KnownHost, { port }: Target): boolean {
  return port === undefined || ports.some(({ number }) => number === port);
}

function podsOf({ resource }: KnownHost, cluster: ClusterIndex): readonly PodTemplate[] {
  return cluster.podsBehind(resource);
}

function isService({ resource }: KnownHost): boolean {
  return resource.object.kind === 'Service';
}
