import { Field } from '../../../manifest/field.js';
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
  readonly field: Field;
}

/** A host that a VirtualService is about. */
export interface VirtualHost {
  readonly field: Field;
  /** The text of the field. */
  readonly written: string;
  /** Full name of the host. */
  readonly host: string;
}

/** A place that a VirtualService sends requests to, or copies of them. */
export interface Destination {
  readonly field: Field;
  /** The text of its host. */
  readonly written: string;
  /** Full name of the host. */
  readonly host: string;
  readonly port: number | undefined;
  readonly subset: string | undefined;
  readonly mirrored: boolean;
}

export function routeRules(resource: Resource): readonly RouteRule[] {
  return (['http', 'tls', 'tcp'] as const).flatMap((protocol) =>
    Field.of(resource)
      .at('spec', protocol)
      .items.map((field, index) => ({ protocol, index, field })),
  );
}

/** The rules of a VirtualService, a list for each protocol that has some: the first match within a list decides. */
export function routeLists(resource: Resource): readonly (readonly RouteRule[])[] {
  const rules = routeRules(resource);
  return (['http', 'tls', 'tcp'] as const)
    .map((protocol) => rules.filter((rule) => rule.protocol === protocol))
    .filter((list) => list.length > 0);
}

/** The rules of a VirtualService for HTTP. */
export function httpRoutes(resource: Resource): readonly RouteRule[] {
  return routeRules(resource).filter(({ protocol }) => protocol === 'http');
}

/** The hosts that a VirtualService is about. */
export function virtualHosts(resource: Resource): readonly VirtualHost[] {
  const namespace = namespaceOf(resource);
  return Field.of(resource)
    .at('spec', 'hosts')
    .items.flatMap((field) =>
      field.text === undefined ? [] : [{ field, written: field.text, host: qualified(field.text, namespace) }],
    );
}

/** The gateways that a VirtualService names; `mesh` alone where it names none. */
export function gatewayNames(resource: Resource): readonly string[] {
  const names = Field.of(resource).at('spec', 'gateways').texts;
  return names.length === 0 ? [MESH_GATEWAY] : names;
}

/** Whether sidecars follow a VirtualService. A delegate has no hosts, and is followed only where others name it. */
export function isForMesh(resource: Resource): boolean {
  return gatewayNames(resource).includes(MESH_GATEWAY) && Field.of(resource).at('spec', 'hosts').items.length > 0;
}

/** Namespace and name of the Gateway of a reference: `name`, `namespace/name` or the old `name.namespace.svc...`. */
export function gatewayNamed(
  reference: string,
  namespace: string,
): { readonly namespace: string; readonly name: string } {
  const [owner, name] = reference.split('/');
  if (owner !== undefined && name !== undefined) return { namespace: owner, name };
  const [first, second] = reference.split('.');
  return second === undefined ? { namespace, name: reference } : { namespace: second, name: first ?? '' };
}

/** The Gateways that a VirtualService is bound to and that are among the files. */
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
  return routeRules(resource).flatMap(destinationsOfRule);
}

export function destinationsOfRule({ field }: RouteRule): readonly Destination[] {
  return [
    ...field.at('route').items.flatMap((route) => destinationAt(route.at('destination'), false)),
    ...destinationAt(field.at('mirror'), true),
    ...field.at('mirrors').items.flatMap((mirror) => destinationAt(mirror.at('destination'), true)),
  ];
}

function destinationAt(field: Field, mirrored: boolean): readonly Destination[] {
  const written = field.at('host').text;
  if (written === undefined || written === '') return [];
  return [
    {
      field,
      written,
      host: qualified(written, namespaceOf(field.resource)),
      port: field.at('port', 'number').number,
      subset: field.at('subset').text || undefined,
      mirrored,
    },
  ];
}

/** The gateways that follow one route: those that its matches name, or those of the VirtualService where a match names none. */
export function gatewayNamesOf({ field }: RouteRule): readonly string[] {
  const matches = field.at('match').items.map((match) => match.at('gateways').texts);
  const all = gatewayNames(field.resource);
  return matches.length === 0 || matches.some((names) => names.length === 0) ? all : matches.flat();
}

/** Why the files do not show all gateway pods that follow a VirtualService: a Gateway, or the pods of one, are not among them. */
export function whyGatewaysUnknown(
  resource: Resource,
  cluster: ClusterIndex,
  names: readonly string[] = gatewayNames(resource),
): string | undefined {
  for (const reference of names.filter((each) => each !== MESH_GATEWAY)) {
    const { namespace, name } = gatewayNamed(reference, namespaceOf(resource));
    const gateway = cluster.find(GATEWAY, namespace, name);
    if (gateway === undefined) return `Gateway ${namespace}/${name} is not among the files`;
    if (podsOfGateway(gateway, cluster).length === 0)
      return `no pod of Gateway ${namespace}/${name} is among the files`;
  }
  return undefined;
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
