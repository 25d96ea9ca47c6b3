import type { Resource } from '../../manifest/resource.js';
import type { ClusterIndex } from '../model/cluster-index.js';
import type { ConfNode } from '../model/nats/conf-node.js';
import { type Conf, confsIn } from '../model/nats/confs.js';
import { acceptsLeaves, type ListenerKind, unknownPortOf } from '../model/nats/listeners.js';
import { type NatsServer, natsServersIn, type ServerConf } from '../model/nats/server.js';
import { type NotJudged, notJudged } from './outcome.js';

/** A server whose configuration is among the files. */
export interface ReadServer extends NatsServer {
  readonly conf: ServerConf;
  /** The whole of its configuration. */
  readonly root: ConfNode;
}

/** The servers that an object's pods run. */
export function servers(resource: Resource, cluster: ClusterIndex): readonly NatsServer[] {
  return natsServersIn(cluster, resource);
}

/** The servers that an object's pods run, and whose configuration can be read. */
export function readServers(resource: Resource, cluster: ClusterIndex): readonly (ReadServer | NotJudged)[] {
  return servers(resource, cluster).map(withConf);
}

/** A server with its configuration, or why it cannot be read. */
export function withConf(server: NatsServer): ReadServer | NotJudged {
  const { conf, configPath, container } = server;
  if (conf !== undefined) return { ...server, conf, root: conf.root };
  return configPath === undefined
    ? notJudged(`container ${container.name} has no configuration file, and its flags are not read`, container.field)
    : notJudged(`${configPath} of container ${container.name} is not in a ConfigMap among the files`, container.field);
}

/** The servers with JetStream. */
export function* streamServers(resource: Resource, cluster: ClusterIndex): Generator<ReadServer | NotJudged> {
  for (const server of readServers(resource, cluster)) {
    if ('notJudged' in server) yield server;
    else yield* switchedOn(server.root.at('jetstream'), server);
  }
}

/** The servers that belong to a cluster of servers. */
export function* clusteredServers(resource: Resource, cluster: ClusterIndex): Generator<ReadServer | NotJudged> {
  for (const server of readServers(resource, cluster)) {
    if ('notJudged' in server) yield server;
    else yield* declared(server.root.at('cluster'), server);
  }
}

/** The configurations that turn on JetStream. */
export function* streamConfs(configMap: Resource, cluster: ClusterIndex): Generator<Conf | NotJudged> {
  for (const conf of confsIn(configMap, cluster)) yield* switchedOn(conf.root.at('jetstream'), conf);
}

/** The configurations with leafnode links, in either direction. */
export function* linkedConfs(configMap: Resource, cluster: ClusterIndex): Generator<Conf | NotJudged> {
  for (const conf of confsIn(configMap, cluster)) yield* declared(conf.root.at('leafnodes'), conf);
}

/** The configurations that open a port for leaves. */
export function* hubConfs(configMap: Resource, cluster: ClusterIndex): Generator<Conf | NotJudged> {
  for (const conf of confsIn(configMap, cluster)) {
    const block = conf.root.at('leafnodes');
    if (acceptsLeaves(conf.root)) yield conf;
    else yield* notKnown(block, ...(block.unknown ? [] : [block.at('listen'), block.at('port')]));
  }
}

/** The hubs that configurations dial as leaves, each with its addresses, account and credentials. */
export function* leafRemotes(configMap: Resource, cluster: ClusterIndex): Generator<ConfNode | NotJudged> {
  for (const { root } of confsIn(configMap, cluster)) {
    const remotes = root.at('leafnodes', 'remotes');
    yield* notKnown(remotes);
    for (const remote of remotes.unknown ? [] : remotes.items()) {
      if (remote.unknown) yield* notKnown(remote);
      else yield remote;
    }
  }
}

/**
 * Reports each field with an unknown value as not judged. What a file that includes the text may set is judged with
 * that file.
 */
export function* notKnown(...nodes: readonly ConfNode[]): Generator<NotJudged> {
  for (const node of nodes) if (node.unknown && !node.inOtherFile) yield notJudged(node.whyUnknown, node.place);
}

/** Reports that a configuration may open a port for one of these purposes, or for any: with the first field that may. */
export function* unknownPorts(root: ConfNode, ...kinds: readonly ListenerKind[]): Generator<NotJudged> {
  const node = unknownPortOf(root, ...(kinds.length === 0 ? [] : [kinds]));
  if (node !== undefined) yield* notKnown(node);
}

/** The target of a rule about a block that must exist. */
function* declared<Target>(block: ConfNode, target: Target): Generator<Target | NotJudged> {
  if (block.present) yield target;
  else yield* notKnown(block);
}

/** The target of a rule about something that must be turned on. */
function* switchedOn<Target>(block: ConfNode, target: Target): Generator<Target | NotJudged> {
  if (block.enabled) yield target;
  else yield* notKnown(block);
}
