import { at } from '../../../manifest/field-path.js';
import type { Json } from '../../../manifest/object.js';
import { type Found, listAt, numberAt, objectAt, stringAt, stringListAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { namespaceOf } from '../pods/pod.js';
import { podsOfGateway } from './gateway-servers.js';
import { qualified } from './hosts.js';
import { GATEWAY, MESH_GATEWAY } from './traffic-kinds.js';

/** One entry of `spec.http`, `spec.tls` or `spec.tcp`. */
export interface RouteRule {
  readonly protocol: 'http' | 'tls' | 'tcp';
  readonly index: number;
  readonly path: string;
  readonly rule: Json;
}

/** A place that a VirtualService sends requests to, or copies of them. */
export interface Destination {
  readonly path: string;
  /** As it is written. */
  readonly written: string;
  /** Full name of the host. */
  readonly host: string;
  readonly port: number | undefined;
  readonly subset: string | undefined;
  readonly mirrored: boolean;
}

export function routeRules({ object }: Resource): readonly RouteRule[] {
  return (['http', 'tls', 'tcp'] as const).flatMap((protocol) =>
    listAt(object, 'spec', protocol).map((rule, index) => ({
      protocol,
      index,
      path: at('spec', protocol, index),
      rule,
    })),
  );
}

/** The hosts that a VirtualService is about, with their full names. */
export function virtualHosts(
  resource: Resource,
): readonly { readonly path: string; readonly written: string; readonly host: string }[] {
  const namespace = namespaceOf(resource);
  return listAt(resource.object, 'spec', 'hosts').flatMap((written, index) =>
    typeof written === 'string'
      ? [{ path: at('spec', 'hosts', index), written, host: qualified(written, namespace) }]
      : [],
  );
}

/** The gateways that a VirtualService names; `mesh` alone where it names none. */
export function gatewayNames({ object }: Resource): readonly string[] {
  const names = stringListAt(object, 'spec', 'gateways');
  return names.length === 0 ? [MESH_GATEWAY] : names;
}

/** Whether sidecars follow a VirtualService. A delegate has no hosts, and is followed where others name it. */
export function isForMesh(resource: Resource): boolean {
  return gatewayNames(resource).includes(MESH_GATEWAY) && listAt(resource.object, 'spec', 'hosts').length > 0;
}

/** Namespace and name of the Gateway that a reference means: `name`, `namespace/name` or the old `name.namespace.svc...`. */
export function gatewayNamed(
  reference: string,
  namespace: string,
): { readonly namespace: string; readonly name: string } {
  const [owner, name] = reference.split('/');
  if (owner !== undefined && name !== undefined) return { namespace: owner, name };
  const [first, second] = reference.split('.');
  return second === undefined ? { namespace, name: reference } : { namespace: second, name: first ?? '' };
}

/** The Gateways that a VirtualService is bound to, as far as they are among the objects. */
export function gatewaysOf(
  resource: Resource,
  cluster: ClusterIndex,
  names: readonly string[] = gatewayNames(resource),
): readonly Resource[] {
  return names.flatMap((reference) => {
    if (reference === MESH_GATEWAY) return [];
    const { namespace, name } = gatewayNamed(reference, namespaceOf(resource));
    return cluster.find(GATEWAY, namespace, name) ?? [];
  });
}

/** Every destination of a VirtualService, mirrors included. */
export function destinationsOf(resource: Resource): readonly Destination[] {
  return routeRules(resource).flatMap((rule) => destinationsOfRule(rule, namespaceOf(resource)));
}

export function destinationsOfRule({ rule, path }: RouteRule, namespace: string): readonly Destination[] {
  const found: (Destination | undefined)[] = listAt(rule, 'route').map((route, index) =>
    destinationAt(objectAt(route, 'destination'), at(path, 'route', index, 'destination'), namespace, false),
  );
  found.push(destinationAt(objectAt(rule, 'mirror'), at(path, 'mirror'), namespace, true));
  for (const [index, mirror] of listAt(rule, 'mirrors').entries()) {
    found.push(
      destinationAt(objectAt(mirror, 'destination'), at(path, 'mirrors', index, 'destination'), namespace, true),
    );
  }
  return found.flatMap((destination) => destination ?? []);
}

function destinationAt(value: Found, path: string, namespace: string, mirrored: boolean): Destination | undefined {
  const written = stringAt(value, 'host');
  if (written === undefined || written === '') return undefined;
  return {
    path,
    written,
    host: qualified(written, namespace),
    port: numberAt(value, 'port', 'number'),
    subset: stringAt(value, 'subset') || undefined,
    mirrored,
  };
}

/** The gateways that follow one route: those that its matches name, or those of the VirtualService where a match names none. */
export function gatewayNamesOf({ rule }: RouteRule, resource: Resource): readonly string[] {
  const matches = listAt(rule, 'match').map((match) => stringListAt(match, 'gateways'));
  const all = gatewayNames(resource);
  return matches.length === 0 || matches.some((names) => names.length === 0) ? all : matches.flat();
}

/** The namespaces of the gateway pods that follow a VirtualService, by the Gateways that it names. */
export function gatewayNamespaces(
  resource: Resource,
  cluster: ClusterIndex,
  names: readonly string[] = gatewayNames(resource),
): readonly string[] {
  const pods = gatewaysOf(resource, cluster, names).flatMap((gateway) => podsOfGateway(gateway, cluster));
  return [...new Set(pods.map(({ namespace }) => namespace))].sort();
}
