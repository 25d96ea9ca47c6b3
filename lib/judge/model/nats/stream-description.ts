import type { JsonObject } from '../../../manifest/object.js';
import { isObject, stringsAt, valueAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { keepsStreams } from './jetstream.js';
import { type NatsServer, natsServersOf } from './server.js';

/** A stream, or a consumer, as JetStream's API takes it, under a key of a ConfigMap that a command is given: `ORDERS.stream.json`. */
export interface Description {
  /** The ConfigMap. */
  readonly resource: Resource;
  readonly key: string;
  readonly kind: 'stream' | 'consumer';
  /** Name of the stream by the key; undefined where the key does not tell. */
  readonly streamByKey: string | undefined;
  /** Name of the consumer by the key. */
  readonly consumerByKey: string | undefined;
  /** What stands there; undefined where it is no JSON object. */
  readonly config: JsonObject | undefined;
}

/** The streams and consumers that a ConfigMap describes: by the names of its keys, or by fields that only a stream has. */
export function descriptionsIn(resource: Resource): readonly Description[] {
  return Object.entries(stringsAt(resource.object, 'data')).flatMap(([key, text]): readonly Description[] => {
    if (!key.endsWith('.json')) return [];
    const [, base = '', suffix] = /^(.*)\.(stream|consumer)\.json$/.exec(key) ?? [];
    const config = objectIn(text);
    if (suffix === undefined) {
      if (config === undefined || !isStream(config)) return [];
      return [{ resource, key, kind: 'stream', streamByKey: undefined, consumerByKey: undefined, config }];
    }
    if (suffix === 'stream')
      return [{ resource, key, kind: 'stream', streamByKey: base, consumerByKey: undefined, config }];
    const [stream, consumer] = base.split('.');
    return [{ resource, key, kind: 'consumer', streamByKey: stream, consumerByKey: consumer, config }];
  });
}

/** The streams that a cluster's ConfigMaps describe, as far as they are JSON. */
export function streamsOf(cluster: ClusterIndex): readonly (Description & { readonly config: JsonObject })[] {
  return cluster
    .ofKind('ConfigMap')
    .flatMap(descriptionsIn)
    .flatMap((description) =>
      description.kind === 'stream' && description.config !== undefined
        ? [{ ...description, config: description.config }]
        : [],
    );
}

/** The servers that may keep what an object describes: those of its namespace, or of the cluster where it has none. */
export function storesFor(cluster: ClusterIndex, resource: Resource): readonly NatsServer[] {
  const servers = natsServersOf(cluster).filter(keepsStreams);
  const near = servers.filter(({ pod }) => pod.namespace === (resource.object.metadata.namespace ?? 'default'));
  return near.length > 0 ? near : servers;
}

function objectIn(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whatever JSON text stands for is JSON. */
function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStream(config: JsonObject): boolean {
  const takes = ['subjects', 'mirror', 'sources'].some(
    (field) => Array.isArray(config[field]) || isObject(valueAt(config, field)),
  );
  return takes && typeof config['name'] === 'string' && ('num_replicas' in config || 'retention' in config);
}
