import { compareMinors } from '../release.js';
import { type ConfMap, type ConfValue, isConfList, isConfMap } from './value.js';

/** A field of the configuration, with the release that introduced it. */
export interface ConfField {
  /** Keys from the top, with `[]` for an item of a list and `*` for a name that the user chooses. */
  readonly path: string;
  /** First minor release whose latest patch release knows the field: `2.14`. */
  readonly since: string;
}

/** The oldest minor release recorded: fields that are older have it too. */
const oldest = '2.9';

const tlsFields = ['cert_file', 'key_file', 'ca_file', 'verify', 'verify_and_map', 'timeout'];
const newTlsFields = ['handshake_first', 'min_version'];
const permissionFields = ['publish.allow', 'publish.deny', 'subscribe.allow', 'subscribe.deny', 'allow_responses'];

function under(prefix: string, names: readonly string[]): string[] {
  return names.map((name) => `${prefix}.${name}`);
}

const pathsBySince: { readonly [since: string]: readonly string[] } = {
  [oldest]: [
    'server_name',
    'host',
    'port',
    'http_port',
    'pid_file',
    'lame_duck_grace_period',
    'lame_duck_duration',
    'ping_interval',
    'ping_max',
    'write_deadline',
    'max_connections',
    'max_payload',
    'max_pending',
    'max_subscriptions',
    'max_control_line',
    'logtime',
    'debug',
    'trace',
    'allow_non_tls',
    'system_account',
    'tls.pinned_certs',
    ...under('tls', tlsFields),
    ...under('jetstream', ['store_dir', 'domain', 'max_memory_store', 'max_file_store', 'unique_tag']),
    ...under('cluster', ['name', 'host', 'port', 'no_advertise', 'routes']),
    ...under('cluster.tls', tlsFields),
    ...under('leafnodes', ['host', 'port', 'advertise', 'no_advertise', 'reconnect']),
    ...under('leafnodes.authorization', ['timeout', 'user', 'password', 'account']),
    ...under('leafnodes.authorization.users[]', ['user', 'password', 'account']),
    ...under('leafnodes.tls', tlsFields),
    ...under('leafnodes.remotes[]', ['urls', 'account', 'credentials', 'deny_imports', 'deny_exports']),
    ...under('leafnodes.remotes[].tls', tlsFields),
    'accounts.*.jetstream',
    ...under('accounts.*.jetstream', ['max_memory', 'max_store', 'max_streams', 'max_consumers', 'max_bytes_required']),
    ...under('accounts.*.default_permissions', permissionFields),
    ...under('accounts.*.users[]', ['user', 'password', 'nkey', 'allowed_connection_types']),
    ...under('accounts.*.users[].permissions', permissionFields),
    ...under('accounts.*.exports[]', ['stream', 'service', 'accounts']),
    ...under('accounts.*.imports[]', ['stream.account', 'stream.subject', 'service.account', 'service.subject', 'to']),
  ],
  '2.10': [
    'no_fast_producer_stall',
    'max_closed_clients',
    'authorization.auth_callout',
    ...under('tls', newTlsFields),
    ...under('jetstream', ['sync_interval', 'request_queue_limit']),
    ...under('cluster', ['pool_size', 'accounts', 'compression', 'ping_interval', 'ping_max']),
    ...under('cluster.tls', newTlsFields),
    'leafnodes.compression',
    'leafnodes.authorization.nkey',
    ...under('leafnodes.tls', newTlsFields),
    ...under('leafnodes.remotes[]', ['nkey', 'compression', 'first_info_timeout']),
    ...under('leafnodes.remotes[].tls', newTlsFields),
  ],
  '2.11': [
    'default_sentinel',
    'trace_headers',
    'write_timeout',
    ...under('jetstream', [
      'max_buffered_msgs',
      'max_buffered_size',
      'strict',
      'tpm',
      'meta_compact',
      'meta_compact_size',
    ]),
    ...under('cluster', ['write_deadline', 'write_timeout']),
    ...under('leafnodes', ['write_deadline', 'write_timeout']),
    'leafnodes.remotes[].jetstream_cluster_migrate.leader_migrate_delay',
    'accounts.*.msg_trace',
    'accounts.*.jetstream.cluster_traffic',
    'accounts.*.exports[].allow_trace',
    'accounts.*.imports[].allow_trace',
  ],
  '2.12': [
    'proxies',
    'proxy_protocol',
    'server_metadata',
    'authorization.proxy_required',
    ...under('jetstream', ['limits.batch', 'max_concurrent_io', 'meta_compact_sync']),
    'cluster.connect_backoff',
    ...under('leafnodes', ['isolate_leafnode_interest', 'isolate']),
    'leafnodes.authorization.proxy_required',
    'leafnodes.authorization.users[].proxy_required',
    ...under('leafnodes.remotes[]', ['isolate_leafnode_interest', 'isolate', 'request_isolation', 'disabled', 'proxy']),
    'accounts.*.users[].proxy_required',
  ],
  '2.14': [
    'feature_flags',
    'jetstream.info_queue_limit',
    ...under('leafnodes', ['dial_timeout', 'ping_interval', 'ping_max']),
    ...under('leafnodes.remotes[]', ['dial_timeout', 'ignore_discovered_servers', 'proxy.tls']),
  ],
  '2.15': ['jetstream.limits.default_max_consumers'],
};

/**
 * Fields that the renderer writes, and those added after 2.9, oldest release first.
 *
 * @see https://github.com/nats-io/nats-server/blob/v2.15.3/server/opts.go
 */
export const confFields: readonly ConfField[] = Object.entries(pathsBySince).flatMap(([since, paths]) =>
  paths.map((path) => ({ path, since })),
);

const sinceByPath: ReadonlyMap<string, string> = new Map(confFields.map(({ path, since }) => [path, since]));

/** A field of a configuration that a release does not know. */
export interface NewerField {
  /** Its path: `leafnodes.remotes[0].ignore_discovered_servers`. */
  readonly path: string;
  readonly since: string;
}

/**
 * Finds fields that were added after `version`; the server refuses to start with any of them.
 *
 * @param version release of the server: `2.14.2` or `2.14`
 */
export function fieldsNewerThan(conf: ConfMap, version: string): NewerField[] {
  const found: NewerField[] = [];
  for (const { path, pattern } of walk(conf, '', '')) {
    const since = sinceByPath.get(pattern);
    if (since !== undefined && compareMinors(since, version) > 0) found.push({ path, since });
  }
  return found;
}

interface Place {
  readonly path: string;
  /** The path without indices and user-chosen names. */
  readonly pattern: string;
}

function* walk(value: ConfValue, path: string, pattern: string): Generator<Place> {
  if (path !== '') yield { path, pattern };
  if (isConfList(value)) {
    for (const [index, item] of value.entries()) yield* walk(item, `${path}[${index}]`, `${pattern}[]`);
  } else if (isConfMap(value)) {
    for (const [key, inner] of Object.entries(value)) {
      const name = pattern === 'accounts' ? '*' : canonical(key.toLowerCase());
      yield* walk(inner, path === '' ? key : `${path}.${key}`, pattern === '' ? name : `${pattern}.${name}`);
    }
  }
}

function canonical(key: string): string {
  return key === 'leaf' ? 'leafnodes' : key;
}
