import { posix } from 'node:path';
import { isTopField } from '../../../formats/nats-conf/known-fields.js';
import { parseConf } from '../../../formats/nats-conf/parse.js';
import { objectLabel } from '../../../manifest/object.js';
import { stringsAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { perCluster } from '../per-cluster.js';
import { ConfNode } from './conf-node.js';
import { type NatsServer, natsServersOf, type ServerConf } from './server.js';

/** Names under which images and charts look for a configuration. */
const CONF_NAMES = ['nats.conf', 'nats-server.conf'];
/** Fields that show that a text is a whole configuration, and not a part that another includes. */
const WHOLE = ['port', 'listen', 'server_name', 'pid_file', 'http', 'http_port'];

/** A configuration in a ConfigMap. */
export interface Conf extends ServerConf {
  /** The server that reads it; undefined if none among the objects does. */
  readonly server: NatsServer | undefined;
}

/** A configuration that a server among the objects reads. */
export interface ServedConf extends Conf {
  readonly server: NatsServer;
}

/** Every configuration of a cluster: those that servers read, once for each server, and those that no server reads. */
export const confsOf = perCluster((cluster): readonly Conf[] => {
  const read = natsServersOf(cluster).flatMap((server) => (server.conf ? [{ ...server.conf, server }] : []));
  return [...read, ...loneConfs(cluster, read)];
});

const byConfigMap = perCluster((cluster) => {
  const found = new Map<Resource, Conf[]>();
  for (const conf of confsOf(cluster)) found.set(conf.resource, [...(found.get(conf.resource) ?? []), conf]);
  return found;
});

/** The configurations in a ConfigMap: once for each server that reads it, and also where no server does. */
export function confsIn(configMap: Resource, cluster: ClusterIndex): readonly Conf[] {
  return byConfigMap(cluster).get(configMap) ?? [];
}

/** The configurations in a ConfigMap that servers among the objects read, once for each of them. */
export function servedConfsIn(configMap: Resource, cluster: ClusterIndex): readonly ServedConf[] {
  return confsIn(configMap, cluster).flatMap((conf) =>
    conf.server === undefined ? [] : [{ ...conf, server: conf.server }],
  );
}

/** A ConfigMap that a server reads is judged as that server reads it: none of its other keys is a configuration of its own. */
function loneConfs(cluster: ClusterIndex, read: readonly ServerConf[]): Conf[] {
  const taken = new Set(read.flatMap(({ resource, parts }) => [resource, ...parts]));
  return cluster
    .ofKind('ConfigMap')
    .filter((resource) => !taken.has(resource))
    .flatMap((resource) => {
      const data = stringsAt(resource.object, 'data');
      return Object.keys(data).flatMap((key) => loneConf(resource, key, data) ?? []);
    });
}

/** The text of a key as a configuration; undefined if it is another program's. */
function loneConf(resource: Resource, key: string, data: Readonly<Record<string, string>>): Conf | undefined {
  const text = data[key];
  if (!key.endsWith('.conf') || text === undefined) return undefined;
  const parsed = parseConf(text, {
    where: `${objectLabel(resource.object)}: ${key}`,
    include: (file) => data[posix.normalize(file)],
  });
  const keys = Object.keys(parsed.value);
  const fields = keys.filter((name) => isTopField(name));
  const named = CONF_NAMES.includes(key);
  if (!named && (fields.length === 0 || fields.length < keys.length || parsed.problems.length > 0)) return undefined;
  const whole = named || fields.some((name) => WHOLE.includes(name.toLowerCase()));
  const root = ConfNode.root({ parsed, resource, key, fragment: !whole });
  return { resource, key, text, parsed, parts: [], root, server: undefined };
}
