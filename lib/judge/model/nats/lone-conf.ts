import { posix } from 'node:path';
import { isTopField } from '../../../formats/nats-conf/known-fields.js';
import { parseConf } from '../../../formats/nats-conf/parse.js';
import { objectLabel } from '../../../manifest/object.js';
import { stringsAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { ConfNode } from './conf-node.js';
import { type NatsServer, natsServersOf, type ServerConf } from './server.js';

/** Names under which images and charts look for a configuration. */
const CONF_NAMES = ['nats.conf', 'nats-server.conf'];
/** Fields by which a text is a whole configuration, and not a part that another includes. */
const WHOLE = ['port', 'listen', 'server_name', 'pid_file', 'http', 'http_port'];

/** A configuration, with the server that reads it; none where no server among the objects does. */
export interface JudgedConf {
  readonly conf: ServerConf;
  readonly server: NatsServer | undefined;
}

const known = new WeakMap<ClusterIndex, readonly JudgedConf[]>();

/** Every configuration of a cluster: those that servers read, once for each server, and those that no server reads. */
export function confsOf(cluster: ClusterIndex): readonly JudgedConf[] {
  const before = known.get(cluster);
  if (before !== undefined) return before;
  const read = natsServersOf(cluster).flatMap((server) => (server.conf ? [{ conf: server.conf, server }] : []));
  const lone = loneConfs(
    cluster,
    read.map(({ conf }) => conf),
  ).map((conf) => ({ conf, server: undefined }));
  const found = [...read, ...lone];
  known.set(cluster, found);
  return found;
}

/** A ConfigMap that a server reads is judged as that server reads it: none of its other keys stands alone. */
function loneConfs(cluster: ClusterIndex, read: readonly ServerConf[]): ServerConf[] {
  const taken = new Set(read.flatMap(({ resource, parts }) => [resource, ...parts]));
  return cluster
    .ofKind('ConfigMap')
    .filter((resource) => !taken.has(resource))
    .flatMap((resource) => {
      const data = stringsAt(resource.object, 'data');
      return Object.keys(data).flatMap((key) => loneConf(resource, key, data) ?? []);
    });
}

/** The text of a key as a configuration; nothing where it is another program's. */
function loneConf(resource: Resource, key: string, data: Readonly<Record<string, string>>): ServerConf | undefined {
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
  return { resource, key, text, parsed, parts: [], root: ConfNode.root(parsed, { fragment: !whole }) };
}
