import type { ConfNode } from './conf-node.js';
import type { NatsServer } from './server.js';

/** Whether the server keeps streams. */
export function keepsStreams({ conf }: NatsServer): boolean {
  return conf?.root.at('jetstream').enabled ?? false;
}

/** Whether the server belongs to a cluster of servers. */
export function isClustered({ conf }: NatsServer): boolean {
  return conf?.root.at('cluster').present ?? false;
}

/** Nodes that may fail while a quorum of this many servers remains. */
export function tolerates(servers: number): number {
  return Math.ceil(servers / 2) - 1;
}

/** The field that says where JetStream keeps its files: its own, or the one at the top level. */
export function storeDirOf(root: ConfNode): ConfNode {
  const own = root.at('jetstream', 'store_dir');
  return own.present ? own : root.at('store_dir');
}
