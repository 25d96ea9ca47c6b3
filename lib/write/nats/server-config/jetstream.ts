import type { Duration, Size } from 'cdk8s';

/**
 * Persistence of one server.
 *
 * @see https://docs.nats.io/running-a-nats-service/configuration/resource_management
 */
export interface JetStream {
  /** Absolute path of the directory that holds the streams; the mount point of a volume, or below it. */
  readonly storeDir: string;

  /**
   * Name that separates the API of this cluster from that of the servers it is linked to. One per cluster, unique among
   * all connected clusters; without `.`, spaces and wildcards.
   */
  readonly domain: string;

  /** Memory that streams may take. */
  readonly maxMemoryStore: Size;

  /** Disk that streams may take: less than the size of the volume. */
  readonly maxFileStore: Size;

  /**
   * How often data is forced to the disk. `always` does it before each acknowledgement, which a single replica needs to
   * lose nothing in a power failure.
   * @default - 2 minutes, the server's own
   */
  readonly syncInterval?: Duration | 'always';
}
