import type { Tls } from './tls.js';

/**
 * Servers that share subjects, streams and accounts.
 *
 * @see https://docs.nats.io/running-a-nats-service/configuration/clustering/cluster_config
 */
export interface Cluster {
  /** Name of the cluster, the same on all its servers and unique among all connected clusters. Without spaces. */
  readonly name: string;

  /**
   * Address that the other servers connect to.
   * @default - every address
   */
  readonly host?: string;

  /** Port that the other servers connect to, by convention 6222. */
  readonly port: number;

  /** URLs of the cluster's servers; a server skips its own. */
  readonly routes: readonly string[];

  /**
   * Whether servers hide each other's client addresses from their clients.
   * @default false
   */
  readonly noAdvertise?: boolean;

  /**
   * Connections to each of the other servers.
   * @default - 3, the server's own
   */
  readonly poolSize?: number;

  /**
   * TLS between the servers. Each dials the others, so its certificate must be valid for both ends.
   * @default - plaintext
   */
  readonly tls?: Tls;
}
