import type { NatsServer } from './server.js';

/** Whether the server keeps streams. */
export function keepsStreams({ conf }: NatsServer): boolean {
  return conf?.root.at('jetstream').enabled ?? false;
}

/** Whether the server is one of a cluster. */
export function isClustered({ conf }: NatsServer): boolean {
  return conf?.root.at('cluster').present ?? false;
}

/** Nodes that may fail while a quorum of this many servers remains. */
export function tolerates(servers: number): number {
  return Math.ceil(servers / 2) - 1;
}
