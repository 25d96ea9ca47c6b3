import { Field } from '../../../manifest/field.js';
import { listAt, numberAt, valueAt } from '../../../manifest/read.js';
import type { ClusterIndex } from '../cluster-index.js';
import type { PodTemplate } from '../pods/pod.js';
import { resolvePort } from '../pods/ports.js';
import { servesMesh, servesOutsiders } from './gateway-servers.js';
import { covers, hostsWithin, isWildcard, type KnownHost, overlaps, qualified, serviceNamed } from './hosts.js';
import { hasSidecar, isGateway, isInMesh, isMembershipKnown } from './injection.js';

/** The hosts and ports that a DestinationRule applies to. */
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

/** The pods behind a target that are among the files. */
export function podsAt(target: Target, cluster: ClusterIndex): readonly PodTemplate[] {
  return hostsAt(target, cluster).flatMap((host) => podsOf(host, cluster));
}

/** Whether the pods accept mutual TLS of the mesh: they have a proxy, and it captures the ports of the target. */
export function takesMutualTls(pod: PodTemplate, target: Target, cluster: ClusterIndex): boolean {
  if (!isInMesh(pod, cluster)) return false;
  return isGateway(pod) ? servesMesh(pod, cluster) : !isUncaptured(pod, target, cluster);
}

/**
 * Whether the files prove that nothing behind a target is in the mesh: the hosts belong to ServiceEntries outside it, or to
 * Services whose pods are all known to have no proxy. Missing knowledge proves nothing.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Location
 */
export function isSurelyOutside(target: Target, cluster: ClusterIndex): boolean {
  const { host, from } = target;
  if (host === API_SERVER) return true;
  const known = hostsWithin(cluster, host, from);
  const named = CLUSTER_NAMES.some((names) => overlaps(names, host));
  // A ServiceEntry with the name of a Service does not tell what the Service is, and one for part of a wildcard nothing about the rest.
  const whole = named
    ? !isWildcard(host) && known.some(isService)
    : known.some((entry) => !isService(entry) && covers(entry.host, host));
  return whole && known.every((entry) => isOutside(entry, target, cluster));
}

function isOutside(known: KnownHost, target: Target, cluster: ClusterIndex): boolean {
  const spec = Field.of(known.resource).at('spec');
  if (!isService(known)) return spec.at('location').text !== 'MESH_INTERNAL';
  if (!hasPort(known, target)) return true;
  if (spec.at('type').text === 'ExternalName') {
    return serviceNamed(qualified(spec.at('externalName').text ?? '', known.namespace)) === undefined;
  }
  const pods = podsOf(known, cluster);
  return pods.length > 0 && pods.every((pod) => hasNoMutualTls(pod, target, cluster));
}

function hasNoMutualTls(pod: PodTemplate, target: Target, cluster: ClusterIndex): boolean {
  if (!isInMesh(pod, cluster)) return isMembershipKnown(pod, cluster);
  return isGateway(pod) ? servesOutsiders(pod, cluster) : isUncaptured(pod, target, cluster);
}

/** Whether the proxy captures none of the ports that a target leads to. ztunnel has no such exceptions. */
function isUncaptured(pod: PodTemplate, target: Target, cluster: ClusterIndex): boolean {
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
