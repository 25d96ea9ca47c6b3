import { Variable } from '../../../formats/nats-conf/value.js';
import { listAt, numberAt, stringAt, stringListAt, valueAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { resolvePort } from '../pods/ports.js';
import { certificatesOf } from '../trust/certificates.js';
import type { ConfNode } from './conf-node.js';
import { listenerOf, unknownPortOf } from './listeners.js';
import { originOf } from './mounts.js';
import { envValueOf, type NatsServer, natsServersOf, type ServerConf } from './server.js';

/** One way into a cluster from outside, to its leafnode listener. */
export interface EntryPoint {
  readonly service: Resource;
  /** Path of the port within the Service. */
  readonly path: string;
  /** Port that is dialed: the node port, or the port of a load balancer. */
  readonly port: number;
  readonly localTraffic: boolean;
  /** Whether the listener expects TLS from the first byte on; `either` if it accepts both; undefined if that is not known. */
  readonly handshakeFirst: boolean | 'either' | undefined;
  /** The certificate that the listener shows, where cert-manager issues it and the object is known. */
  readonly certificate: Resource | undefined;
}

/** An address that a leaf dials. */
export interface DialedAddress {
  /** The field that holds it, perhaps with a password. */
  readonly node: ConfNode;
  readonly host: string;
  readonly port: number;
  /** Number of addresses that the same remote has. */
  readonly alternatives: number;
  /** Whether the host is a name of the leaf's own cluster. */
  readonly isLocal: boolean;
  /** Whether the leaf begins with TLS; undefined if that is not known. */
  readonly handshakeFirst: boolean | 'either' | undefined;
}

/** A server that takes part in leafnode links. */
export interface LinkedServer {
  /** The field `server_name`. */
  readonly nameNode: ConfNode;
  /**
   * Names of its pods as servers; none if each pod makes up its own, as from the name that a Deployment gives it. Undefined
   * if they are not known.
   */
  readonly names: readonly string[] | undefined;
  /** The field `jetstream.domain`, which is not known if JetStream itself is not; undefined if the server has no JetStream. */
  readonly domainNode: ConfNode | undefined;
}

/** A cluster's part in leafnode links. */
export interface Links {
  readonly servers: readonly LinkedServer[];
  readonly entryPoints: readonly EntryPoint[];
  readonly addresses: readonly DialedAddress[];
  /** Fields for addresses without a readable host and port: variables, or text that is not a URL. */
  readonly unreadAddresses: readonly ConfNode[];
  /** Servers of which nobody can tell whether they take part in links. */
  readonly unreadServers: readonly NatsServer[];
  /** Fields that may open a port for leaves and whose values are not known. */
  readonly unreadListeners: readonly ConfNode[];
}

/** The facts of a cluster that fleet rules about links compare. */
export function linksOf(cluster: ClusterIndex): Links {
  const servers = natsServersOf(cluster);
  const linked = servers.flatMap((server) => {
    const leafnodes = server.conf?.root.at('leafnodes');
    return server.conf !== undefined && leafnodes?.present && !leafnodes.unknown ? [{ server, conf: server.conf }] : [];
  });
  return {
    servers: linked.map(({ server, conf }) => linkedServer(server, conf)),
    entryPoints: linked.flatMap(({ server, conf }) => entryPoints(cluster, server, conf.root)),
    addresses: linked.flatMap(({ server, conf }) => addresses(cluster, server, conf)),
    unreadAddresses: linked.flatMap(({ conf }) =>
      [conf.root.at('leafnodes', 'remotes')].flatMap((remotes) =>
        remotes.unknown ? [remotes] : remotes.items().flatMap(unreadAddressesOf),
      ),
    ),
    unreadServers: servers.filter(isUnread),
    unreadListeners: linked.flatMap(({ conf }) => unknownPortOf(conf.root, ['leafnodes']) ?? []),
  };
}

/** Without a file, flags are all that a server gets, and none is about links. */
function isUnread({ conf, configPath }: NatsServer): boolean {
  return conf === undefined ? configPath !== undefined : conf.root.at('leafnodes').unknown;
}

function unreadAddressesOf(remote: ConfNode): readonly ConfNode[] {
  const urls = remote.at('urls');
  return urls.unknown ? [urls] : urls.items().filter(({ text = '' }) => addressIn(text) === undefined);
}

function linkedServer(server: NatsServer, { root }: ServerConf): LinkedServer {
  const nameNode = root.at('server_name');
  const jetstream = root.at('jetstream');
  return {
    nameNode,
    names: namesOf(server, nameNode),
    domainNode: jetstream.enabled || jetstream.unknown ? jetstream.at('domain') : undefined,
  };
}

/** The JetStream domains of a cluster's linked servers, as far as they are known. */
export function domainsOf({ servers }: Links): readonly string[] {
  return servers.flatMap(({ domainNode }) => domainNode?.text ?? []);
}

function namesOf({ container, pod }: NatsServer, node: ConfNode): readonly string[] | undefined {
  if (node.absent) return [];
  if (node.text !== undefined) return [node.text];
  const env = node.value instanceof Variable ? envValueOf(container, node.value.name) : undefined;
  if (env?.kind === 'literal') return [env.text];
  if (env?.kind !== 'podName') return undefined;
  const { name } = pod.resource.object.metadata;
  if (pod.kind === 'Pod') return [env.prefix + name];
  if (pod.kind !== 'apps/StatefulSet') return [];
  return Array.from({ length: pod.replicas ?? 1 }, (_, ordinal) => `${env.prefix}${name}-${ordinal}`);
}

function entryPoints(cluster: ClusterIndex, server: NatsServer, root: ConfNode): EntryPoint[] {
  const listener = listenerOf(root, 'leafnodes');
  if (listener === undefined) return [];
  const certificate = certificateAt(cluster, server, root.at('leafnodes', 'tls', 'cert_file').text);
  const handshakeFirst = beginsWithTls(root.at('leafnodes', 'tls'));
  return cluster.servicesOf(server.pod).flatMap((service) => {
    const type = stringAt(service.object, 'spec', 'type');
    if (type !== 'NodePort' && type !== 'LoadBalancer') return [];
    const localTraffic = stringAt(service.object, 'spec', 'externalTrafficPolicy') === 'Local';
    return listAt(service.object, 'spec', 'ports').flatMap((entry, index) => {
      const target = resolvePort(server.pod, valueAt(entry, 'targetPort') ?? numberAt(entry, 'port'));
      if (target !== listener.port) return [];
      const ports = [numberAt(entry, 'nodePort'), type === 'LoadBalancer' ? numberAt(entry, 'port') : undefined];
      return ports.flatMap((port) =>
        port === undefined
          ? []
          : [{ service, path: `spec.ports[${index}]`, port, localTraffic, handshakeFirst, certificate }],
      );
    });
  });
}

/** The cert-manager Certificate that fills the Secret under a path. */
export function certificateAt(
  cluster: ClusterIndex,
  { pod, container }: NatsServer,
  path: string | undefined,
): Resource | undefined {
  const origin = path === undefined ? undefined : originOf(cluster, pod, container, path);
  if (origin?.kind !== 'secret') return undefined;
  return certificatesOf(cluster, `${pod.namespace}/${origin.name}`)[0];
}

/** The names and addresses that a Certificate is for. */
export function namesOfCertificate({ object }: Resource): readonly string[] {
  return [...stringListAt(object, 'spec', 'dnsNames'), ...stringListAt(object, 'spec', 'ipAddresses')];
}

function addresses(cluster: ClusterIndex, server: NatsServer, conf: ServerConf): DialedAddress[] {
  return remotesOf(conf).flatMap((remote) => {
    const urls = remote.at('urls').items();
    return urls.flatMap((node) => {
      const address = addressIn(node.text ?? '');
      if (address === undefined) return [];
      return [
        {
          ...{ node, ...address },
          alternatives: urls.length,
          handshakeFirst: beginsWithTls(remote.at('tls')),
          isLocal: isLocalName(cluster, server.pod.namespace, address.host),
        },
      ];
    });
  });
}

function remotesOf({ root }: ServerConf): readonly ConfNode[] {
  return root.at('leafnodes', 'remotes').items();
}

/** A listener may set a delay, or `auto`, to accept both kinds of leaves. */
function beginsWithTls(tls: ConfNode): boolean | 'either' | undefined {
  const node = tls.at('handshake_first');
  if (node.absent) return false;
  return node.flag ?? (node.text === undefined ? undefined : 'either');
}

/** Host and port of a URL, without its user info. */
function addressIn(url: string): Pick<DialedAddress, 'host' | 'port'> | undefined {
  const [, , host, port] = /^[a-z]+:\/\/([^/]*@)?(\[[^\]]+\]|[^/:@]+):(\d+)/i.exec(url) ?? [];
  return host === undefined ? undefined : { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}

function isLocalName(cluster: ClusterIndex, namespace: string, host: string): boolean {
  const [first = '', second] = host.replace(/\.svc(\..*)?$/, '').split('.');
  return cluster.find('Service', second ?? namespace, first) !== undefined;
}

/** The ways into other clusters through a port: where an address that a leaf of `cluster` dials may lead. */
export function entryPointsBeyond(
  all: ReadonlyMap<string, Links>,
  cluster: string,
  port: number,
): readonly (EntryPoint & { readonly cluster: string })[] {
  return [...all]
    .filter(([name]) => name !== cluster)
    .flatMap(([name, { entryPoints }]) =>
      entryPoints.filter((entry) => entry.port === port).map((entry) => ({ ...entry, cluster: name })),
    );
}

/** Whether a host is a name that only the DNS of a cluster knows. */
export function isClusterName(host: string): boolean {
  return /\.svc(\.|$)/.test(host) || host.endsWith('.cluster.local') || !/[.:]/.test(host);
}
