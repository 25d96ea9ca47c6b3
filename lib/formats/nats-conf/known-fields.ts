/**
 * The fields of a block by every name that the server accepts, each with the fields below it; `any` if those are free.
 */
export interface FieldTree {
  readonly [name: string]: FieldTree | 'any';
}

/** In a {@link FieldTree}, represents a name that the user chooses. */
export const CHOSEN = '*';

/** Latest minor release that {@link confTree} covers. */
export const CONF_TREE_RELEASE = '2.15';

function names(text: string): FieldTree {
  return Object.fromEntries(text.split(/\s+/).map((name) => [name, 'any']));
}

/** The same fields under several names. */
function under(text: string, fields: FieldTree): FieldTree {
  return Object.fromEntries(text.split(' ').map((name) => [name, fields]));
}

const tls: FieldTree = {
  ...names(
    `cert_file key_file ca_file insecure verify verify_and_map verify_cert_and_check_known_urls timeout
    allow_insecure_cipher_suites cipher_suites curve_preferences connection_rate_limit pinned_certs cert_store
    cert_match_by cert_match ca_certs_match handshake_first first immediate cert_match_skip_invalid ocsp_peer min_version`,
  ),
  ...under('certs certificates', names('cert_file key_file')),
};

const subjects = names('allow deny');
const permissions: FieldTree = {
  ...under('pub publish import sub subscribe export', subjects),
  ...under(
    'publish_allow_responses allow_responses',
    names('max max_msgs max_messages max_responses expires expiration ttl'),
  ),
};

const users: FieldTree = {
  ...names('nkey user username pass password allowed_connection_types connection_types clients proxy_required'),
  ...under('permission permissions authorization', permissions),
};

const simpleAuth = names('user username pass password token timeout');
const listen = names('listen port host net advertise');
const compression = names('mode rtt_thresholds thresholds rtts rtt');
const deadlines = names('write_deadline write_timeout');

const authorization: FieldTree = {
  ...simpleAuth,
  ...names('proxy_required'),
  users,
  ...under('default_permission default_permissions permissions', permissions),
  ...under('auth_callout auth_hook', names('issuer account acc auth_users users xkey key allowed_accounts')),
};

const accountPeer = names('account subject');
const account: FieldTree = {
  ...names('nkey mappings maps msg_trace trace_dest'),
  users,
  default_permissions: permissions,
  limits: names('max_connections max_conn max_subscriptions max_subs max_payload max_pay max_leafnodes max_leafs'),
  jetstream: names(
    `enabled enable disabled disable max_memory max_mem mem memory max_store max_file max_disk store disk max_streams streams
    max_consumers consumers max_bytes_required max_stream_bytes max_bytes mem_max_stream_bytes memory_max_stream_bytes
    disk_max_stream_bytes store_max_stream_bytes max_ack_pending cluster_traffic`,
  ),
  exports: names(
    `stream service response response_type threshold response_threshold response_max_time response_time accounts latency
    account_token_position allow_trace`,
  ),
  imports: {
    ...names('prefix to share allow_trace'),
    stream: accountPeer,
    service: accountPeer,
  },
};

const remotes: FieldTree = {
  ...names(
    `no_randomize dont_randomize url urls account local creds credentials nkey seed hub deny_imports deny_import deny_exports
    deny_export ws_compress ws_compression websocket_compress websocket_compression ws_no_masking websocket_no_masking
    jetstream_cluster_migrate js_cluster_migrate isolate_leafnode_interest isolate request_isolation first_info_timeout
    disabled ignore_discovered_servers dial_timeout`,
  ),
  compression,
  tls,
  proxy: { ...names('url username password timeout'), tls },
};

const leafnodes: FieldTree = {
  ...listen,
  ...deadlines,
  ...names(
    `leafnode_advertise no_advertise reconnect reconnect_delay reconnect_interval min_version minimum_version
    isolate_leafnode_interest isolate dial_timeout ping_interval ping_max`,
  ),
  authorization: {
    ...names('user username pass password nkey timeout account proxy_required'),
    users: names('user username pass password account proxy_required'),
  },
  remotes,
  tls,
  compression,
};

const jetstream: FieldTree = {
  ...names(
    `strict store store_dir storedir sync sync_interval max_memory_store max_mem_store max_mem max_file_store max_file domain
    enable enabled disabled disable key ek encryption_key prev_key prev_ek prev_encryption_key cipher extension_hint unique_tag
    max_outstanding_catchup max_buffered_size max_buffered_msgs request_queue_limit info_queue_limit meta_compact
    meta_compact_size meta_compact_sync max_concurrent_io`,
  ),
  limits: {
    ...names('max_ack_pending max_ha_assets max_request_batch duplicate_window default_max_consumers'),
    batch: names('max_inflight_per_stream max_inflight_total max_msgs timeout'),
  },
  tpm: names('keys_file encryption_password srk_password pcr cipher'),
};

/**
 * Every field that the server knows. It refuses to start with any other, unless a variable refers to it.
 *
 * @see https://github.com/nats-io/nats-server/blob/v2.15.3/server/opts.go
 */
export const confTree: FieldTree = {
  ...names(
    `listen client_advertise port server_name host net debug trace trace_verbose trace_headers logtime logtime_utc mappings maps
    disable_sublist_cache no_sublist_cache default_sentinel http https http_port monitor_port https_port http_base_path
    store_dir storedir logfile log_file logfile_size_limit log_size_limit logfile_max_num log_max_num syslog remote_syslog
    pidfile pid_file ports_file_dir prof_port prof_block_rate max_control_line max_payload max_pending proxy_protocol
    max_connections max_conn max_traced_msg_len max_subscriptions max_subs max_sub_tokens max_subscription_tokens
    ping_interval ping_max ocsp allow_non_tls write_deadline write_timeout lame_duck_duration lame_duck_grace_period
    operator operators roots root root_operators root_operator resolver account_resolver accounts_resolver resolver_tls
    resolver_preload resolver_pinned_accounts no_auth_user system_account system no_system_account no_system no_sys_acc
    no_header_support trusted trusted_keys connect_error_reports reconnect_error_reports server_tags server_metadata
    feature_flags default_js_domain ocsp_cache no_fast_producer_stall max_closed_clients proxies`,
  ),
  tls,
  authorization,
  jetstream,
  accounts: { [CHOSEN]: account },
  cluster: {
    ...listen,
    ...deadlines,
    ...names(
      'name routes cluster_advertise no_advertise connect_retries connect_backoff pool_size accounts ping_interval ping_max',
    ),
    authorization: { ...simpleAuth, ...authorization },
    tls,
    permissions,
    compression,
  },
  gateway: {
    ...listen,
    ...deadlines,
    ...names('name connect_retries connect_backoff reject_unknown reject_unknown_cluster'),
    authorization: { ...simpleAuth, ...authorization },
    tls,
    gateways: { ...names('name url urls'), tls },
  },
  ...under('leaf leafnodes', leafnodes),
  ...under('websocket ws', {
    ...listen,
    ...names(
      `no_tls same_origin allowed_origins allowed_origin allow_origins allow_origin origins origin handshake_timeout compress
      compression jwt_cookie user_cookie pass_cookie token_cookie no_auth_user headers ping_interval`,
    ),
    tls,
    ...under('authorization authentication', simpleAuth),
  }),
  mqtt: {
    ...names(
      `listen port host net no_auth_user ack_wait ackwait js_api_timeout api_timeout max_ack_pending max_pending max_inflight
      js_domain stream_replicas consumer_replicas consumer_memory_storage consumer_inactive_threshold consumer_auto_cleanup
      reject_qos2_publish downgrade_qos2_subscribe`,
    ),
    tls,
    ...under('authorization authentication', simpleAuth),
  },
};

/** Whether the server knows a field at the top of its configuration. */
export function isTopField(name: string): boolean {
  return Object.hasOwn(confTree, name.toLowerCase());
}
