import { printConf } from '../../../formats/nats-conf/print.js';
import { type ConfMap, type ConfValue, Include } from '../../../formats/nats-conf/value.js';
import type { Cluster, JetStream, ServerConfig } from './model.js';
import { accountsBlock } from './render-accounts.js';
import { block, type Optional } from './render-block.js';
import { leafnodesBlock } from './render-leafnodes.js';
import { tlsBlock } from './render-tls.js';
import { bytes, durationText } from './units.js';

/**
 * Renders the text of `nats.conf`: sections in a fixed order, one key per line, and nothing that is not set.
 *
 * Includes come first, because a variable must be defined before it is used. The same configuration gives the same
 * text; check it with `checkServerConfig` first.
 */
export function renderServerConfig(config: ServerConfig): string {
  return printConf([...(config.includes ?? []).map((path) => new Include(path)), ...serverSections(config)]);
}

/** The blocks of a configuration, in the order in which they are printed, without the includes. */
export function serverSections(config: ServerConfig): ConfMap[] {
  const { limits, logging } = config;
  const sections: readonly Optional<ConfMap>[] = [
    block({
      server_name: config.serverName,
      host: config.host,
      port: config.port ?? 4222,
      http_port: config.httpPort,
      pid_file: config.pidFile,
    }),
    block({
      lame_duck_grace_period: config.lameDuckGracePeriod && durationText(config.lameDuckGracePeriod),
      lame_duck_duration: config.lameDuckDuration && durationText(config.lameDuckDuration),
      ping_interval: config.pingInterval && durationText(config.pingInterval),
      ping_max: config.pingMax,
      write_deadline: config.writeDeadline && durationText(config.writeDeadline),
    }),
    block({
      max_connections: limits?.maxConnections,
      max_payload: limits?.maxPayload && bytes(limits.maxPayload),
      max_pending: limits?.maxPending && bytes(limits.maxPending),
      max_subscriptions: limits?.maxSubscriptions,
      max_control_line: limits?.maxControlLine && bytes(limits.maxControlLine),
    }),
    block({ logtime: logging?.logtime, debug: logging?.debug, trace: logging?.trace }),
    block({ tls: config.tls && tlsBlock(config.tls) }),
    block({ jetstream: config.jetstream && jetstreamBlock(config.jetstream) }),
    block({ cluster: config.cluster && clusterBlock(config.cluster) }),
    block({ leafnodes: config.leafnodes && leafnodesBlock(config.leafnodes) }),
    { accounts: accountsBlock(config.accounts), system_account: config.systemAccount },
  ];
  return sections.filter((section) => section !== undefined);
}

function jetstreamBlock({
  storeDir,
  domain,
  maxMemoryStore,
  maxFileStore,
  syncInterval,
}: JetStream): Optional<ConfMap> {
  return block({
    store_dir: storeDir,
    domain,
    max_memory_store: bytes(maxMemoryStore),
    max_file_store: bytes(maxFileStore),
    sync_interval: syncText(syncInterval),
  });
}

function syncText(syncInterval: JetStream['syncInterval']): Optional<ConfValue> {
  return syncInterval === undefined || syncInterval === 'always' ? syncInterval : durationText(syncInterval);
}

function clusterBlock({ name, host, port, routes, noAdvertise, poolSize, tls }: Cluster): Optional<ConfMap> {
  return block({
    name,
    host,
    port,
    no_advertise: noAdvertise,
    pool_size: poolSize,
    tls: tls && tlsBlock(tls),
    routes,
  });
}
