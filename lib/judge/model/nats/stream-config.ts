import { isMapping } from '../../../formats/mapping.js';
import { Field } from '../../../manifest/field.js';
import type { JsonObject } from '../../../manifest/object.js';
import { valueAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { keepsStreams } from './jetstream.js';
import { type NatsServer, natsServersOf } from './server.js';

/**
 * The configuration of a stream or a consumer as JetStream's API takes it, below a key of a ConfigMap that a command reads:
 * `ORDERS.stream.json`.
 */
export interface StoredConfig {
  /** The key of the ConfigMap. */
  readonly field: Field;
  readonly kind: 'stream' | 'consumer';
  /** Name of the stream by the key; undefined if the key does not tell. */
  readonly streamByKey: string | undefined;
  /** Name of the consumer by the key. */
  readonly consumerByKey: string | undefined;
  /** The text as JSON; undefined if it is not an object. */
  readonly config: JsonObject | undefined;
}

/** A {@link StoredConfig} of a stream that can be read. */
export interface StreamConfig extends StoredConfig {
  readonly config: JsonObject;
}

/** The streams and consumers that a ConfigMap configures: by the names of its keys, or by fields that only a stream has. */
export function storedConfigsIn(resource: Resource): readonly StoredConfig[] {
  return Field.of(resource)
    .at('data')
    .entries.flatMap(([key, field]): readonly StoredConfig[] => {
      if (!key.endsWith('.json') || field.text === undefined) return [];
      const [, base = '', suffix] = /^(.*)\.(stream|consumer)\.json$/.exec(key) ?? [];
      const config = objectIn(field.text);
      if (suffix === undefined) {
        if (config === undefined || !isStream(config)) return [];
        return [{ field, kind: 'stream', streamByKey: undefined, consumerByKey: undefined, config }];
      }
      if (suffix === 'stream') return [{ field, kind: 'stream', streamByKey: base, consumerByKey: undefined, config }];
      const [stream, consumer] = base.split('.');
      return [{ field, kind: 'consumer', streamByKey: stream, consumerByKey: consumer, config }];
    });
}

/** The streams that a ConfigMap configures, as far as they are JSON. */
export function streamConfigsIn(resource: Resource): readonly StreamConfig[] {
  return storedConfigsIn(resource).flatMap((stored) =>
    stored.kind === 'stream' && stored.config !== undefined ? [{ ...stored, config: stored.config }] : [],
  );
}

/** The streams of a ConfigMap whose text is not a JSON object. */
export function unreadStreamsIn(resource: Resource): readonly Field[] {
  return storedConfigsIn(resource).flatMap(({ config, field, kind }) =>
    kind === 'stream' && config === undefined ? [field] : [],
  );
}

/** The streams that a cluster's ConfigMaps configure, as far as they are JSON. */
export function streamsOf(cluster: ClusterIndex): readonly StreamConfig[] {
  return cluster.ofKind('ConfigMap').flatMap(streamConfigsIn);
}

/** The servers that may keep an object's streams: those of its namespace, or of the cluster where it has none. */
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

/** What is parsed from JSON text is JSON. */
function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStream(config: JsonObject): boolean {
  const hasOrigin = ['subjects', 'mirror', 'sources'].some(
    (field) => Array.isArray(config[field]) || isMapping(valueAt(config, field)),
  );
  return hasOrigin && typeof config['name'] === 'string' && ('num_replicas' in config || 'retention' in config);
}
