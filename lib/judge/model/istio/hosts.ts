import { Field } from '../../../manifest/field.js';
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
 * The full name of a host as an object of a namespace writes it. Istio completes only names without dots. Names of Services are
 * given below `cluster.local`, whatever the domain of the cluster is.
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

/** Name and namespace of the Service that a full name belongs to; undefined for hosts outside the cluster. */
export function serviceNamed(host: string): { readonly name: string; readonly namespace: string } | undefined {
  const [, name, namespace, domain] = IN_CLUSTER.exec(host) ?? [];
  if (name === undefined || namespace === undefined || domain === 'clusterset.local') return undefined;
  return { name, namespace };
}

export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/** Whether a host or wildcard matches every name that another one matches. */
export function covers(pattern: string, host: string): boolean {
  if (!isWildcard(pattern)) return pattern === host;
  const bare = isWildcard(host) ? host.slice(1) : host;
  return (!isWildcard(host) || host.length >= pattern.length) && bare.endsWith(pattern.slice(1));
}

/** Whether some name matches both. */
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

/** The hosts that the proxies of a namespace know under a full name: exact matches first, then wildcards that cover it. */
export function lookUpHost(cluster: ClusterIndex, host: string, from: string): readonly KnownHost[] {
  const exact = hostsNamed(cluster, host);
  const wild = wildcardHosts(cluster).filter((known) => known.host !== host && covers(known.host, host));
  return [...exact, ...wild].filter(({ scopes }) => seenFrom(scopes, from));
}

/** Every known host that a host or wildcard matches, seen from a namespace. */
export function hostsWithin(cluster: ClusterIndex, host: string, from: string): readonly KnownHost[] {
  if (!isWildcard(host)) return lookUpHost(cluster, host, from);
  return knownHosts(cluster).filter((known) => overlaps(host, known.host) && seenFrom(known.scopes, from));
}

/**
 * Why a host that no object has may exist all the same: what is missing from the files. Undefined if it surely does not exist,
 * as where a Service of the same name elsewhere shows that the namespace is wrong.
 */
export function whyUnknown(cluster: ClusterIndex, host: string): string | undefined {
  if (host.endsWith('.clusterset.local')) return `${host} may be a Service that another cluster exports`;
  const service = serviceNamed(host);
  if (service === undefined || isKnownNamespace(cluster, service.namespace)) return undefined;
  if (cluster.ofKind('Service').some(({ object }) => object.metadata.name === service.name)) return undefined;
  return `no Service or pod of namespace ${service.namespace} is among the files`;
}

/** Whether a Service or pod of a namespace is among the files, so that what is missing from them does not exist. */
export function isKnownNamespace(cluster: ClusterIndex, namespace: string): boolean {
  return cluster.ofKindIn(namespace, 'Service').length > 0 || cluster.podsIn(namespace).length > 0;
}

function hostOfService(resource: Resource): KnownHost {
  const namespace = namespaceOf(resource);
  const annotation = Field.of(resource).at('metadata', 'annotations', 'networking.istio.io/exportTo').text ?? '';
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
    scopes: exportScopes(resource),
    ports: portsOf(resource, 'number'),
  };
  const hosts = Field.of(resource).at('spec', 'hosts').texts;
  return hosts.map((host) => ({ ...shared, host: qualified(host, namespace) }));
}

function portsOf(resource: Resource, name: 'port' | 'number'): readonly HostPort[] {
  return Field.of(resource)
    .at('spec', 'ports')
    .items.flatMap((port) => {
      const number = port.at(name).number;
      return number === undefined ? [] : [{ number, name: port.at('name').text ?? '' }];
    });
}
