import { listAt, numberAt, stringAt, stringListAt, stringsAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { groupedBy, perCluster } from '../per-cluster.js';
import { namespaceOf } from '../pods/pod.js';
import { exportScopes, type Scopes, scopesOf, seenFrom } from './scopes.js';
import { SERVICE_ENTRY } from './traffic-kinds.js';

const CLUSTER_DOMAIN = 'cluster.local';
const IN_CLUSTER = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc\.(.+)$/;

/** A port of a host. */
export interface HostPort {
  readonly number: number;
  readonly name: string;
  /** Path of the port within the object that has it. */
  readonly path: string;
}

/** A host that the mesh knows: a Service's, or one of a ServiceEntry. */
export interface KnownHost {
  readonly resource: Resource;
  /** Full name; may begin with `*` where it is a ServiceEntry's. */
  readonly host: string;
  readonly namespace: string;
  /** Namespaces whose proxies know it. */
  readonly scopes: Scopes;
  readonly ports: readonly HostPort[];
}

/**
 * The full name that a host stands for in an object of a namespace. Istio completes a name without dots, and no other.
 * Whatever the cluster's domain is, names of Services are shown below `cluster.local`.
 */
export function qualified(host: string, namespace: string): string {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (!name.includes('.') && !name.startsWith('*')) return serviceHost(name, namespace);
  const [, service, owner, domain] = IN_CLUSTER.exec(name) ?? [];
  return service === undefined || owner === undefined || domain === 'clusterset.local'
    ? name
    : serviceHost(service, owner);
}

/** Full name of a Service. */
export function serviceHost(name: string, namespace: string): string {
  return `${name}.${namespace}.svc.${CLUSTER_DOMAIN}`;
}

/** Name and namespace of the Service that a full name is about; undefined for hosts outside of the cluster. */
export function serviceNamed(host: string): { readonly name: string; readonly namespace: string } | undefined {
  const [, name, namespace, domain] = IN_CLUSTER.exec(host) ?? [];
  if (name === undefined || namespace === undefined || domain === 'clusterset.local') return undefined;
  return { name, namespace };
}

export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/** Whether a host or wildcard takes in all that another one stands for. */
export function covers(pattern: string, host: string): boolean {
  if (!isWildcard(pattern)) return pattern === host;
  const bare = isWildcard(host) ? host.slice(1) : host;
  return (!isWildcard(host) || host.length >= pattern.length) && bare.endsWith(pattern.slice(1));
}

/** Whether some name is meant by both. */
export function overlaps(a: string, b: string): boolean {
  return covers(a, b) || covers(b, a);
}

/** Every host of the cluster's Services and ServiceEntries. */
export const knownHosts = perCluster((cluster): readonly KnownHost[] => [
  ...cluster.ofKind('Service').map(hostOfService),
  ...cluster.ofKind(SERVICE_ENTRY).flatMap(hostsOfEntry),
]);

const hostsNamed = groupedBy(knownHosts, ({ host }) => host);
const wildcardHosts = perCluster((cluster) => knownHosts(cluster).filter(({ host }) => isWildcard(host)));

/** What the proxies of a namespace know under a full name: first those of the very name, then wildcards that cover it. */
export function lookUpHost(cluster: ClusterIndex, host: string, from: string): readonly KnownHost[] {
  const exact = hostsNamed(cluster, host);
  const wild = wildcardHosts(cluster).filter((known) => known.host !== host && covers(known.host, host));
  return [...exact, ...wild].filter(({ scopes }) => seenFrom(scopes, from));
}

/** Every known host that a host or wildcard stands for, seen from a namespace. */
export function hostsWithin(cluster: ClusterIndex, host: string, from: string): readonly KnownHost[] {
  if (!isWildcard(host)) return lookUpHost(cluster, host, from);
  return knownHosts(cluster).filter((known) => overlaps(host, known.host) && seenFrom(known.scopes, from));
}

/**
 * Whether the objects tell that a host is absent. Services of namespaces that are not among the objects may well exist; a
 * namesake elsewhere says that the namespace is wrong.
 */
export function isSurelyAbsent(cluster: ClusterIndex, host: string): boolean {
  const service = serviceNamed(host);
  if (service === undefined) return !host.endsWith('.clusterset.local');
  return (
    isKnownNamespace(cluster, service.namespace) ||
    cluster.ofKind('Service').some(({ object }) => object.metadata.name === service.name)
  );
}

/** Whether anything that runs in a namespace is among the objects, so that what is missing there is missing. */
export function isKnownNamespace(cluster: ClusterIndex, namespace: string): boolean {
  return cluster.ofKindIn(namespace, 'Service').length > 0 || cluster.podsIn(namespace).length > 0;
}

function hostOfService(resource: Resource): KnownHost {
  const namespace = namespaceOf(resource);
  const annotation = stringsAt(resource.object, 'metadata', 'annotations')['networking.istio.io/exportTo'] ?? '';
  const exportTo = annotation.split(',').flatMap((scope) => scope.trim() || []);
  return {
    resource,
    host: serviceHost(resource.object.metadata.name, namespace),
    namespace,
    scopes: scopesOf(exportTo, namespace),
    ports: portsOf(resource, 'port'),
  };
}

function hostsOfEntry(resource: Resource): KnownHost[] {
  const namespace = namespaceOf(resource);
  const shared = {
    resource,
    namespace,
    scopes: exportScopes(resource.object, namespace),
    ports: portsOf(resource, 'number'),
  };
  return stringListAt(resource.object, 'spec', 'hosts').map((host) => ({
    ...shared,
    host: qualified(host, namespace),
  }));
}

function portsOf({ object }: Resource, field: 'port' | 'number'): readonly HostPort[] {
  return listAt(object, 'spec', 'ports').flatMap((port, index) => {
    const number = numberAt(port, field);
    return number === undefined ? [] : [{ number, name: stringAt(port, 'name') ?? '', path: `spec.ports[${index}]` }];
  });
}
