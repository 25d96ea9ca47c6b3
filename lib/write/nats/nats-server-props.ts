import type { Duration, Size } from 'cdk8s';
import { isMapping } from '../../formats/mapping.js';
import { either, type Fields, list, oneOf, optional, options } from '../../input/shape.js';
import {
  anySize,
  anyText,
  duration,
  flag,
  integer,
  label,
  objectName,
  size,
  text,
  timeSpan,
} from '../../input/values.js';
import { CLUSTER, Cluster } from '../fleet/cluster.js';
import { MESHED_CALLER, type MeshedCaller } from '../linkerd/guarded-port.js';
import { SECRET_SOURCE, type SecretSource } from '../secrets/required-secret.js';
import { LIFETIME, type Lifetime } from '../trust/lifetimes.js';
import { RESOURCES, type Resources } from '../workload/resources.js';
import { NATS_CLIENT, type NatsClient } from './client.js';
import { NATS_IMAGES, type NatsImages } from './images.js';
import type { ServerLimits } from './server-config/model.js';

/** What a broker and a leaf have in common: one cluster's NATS servers. @see https://docs.nats.io/running-a-nats-service/configuration */
export interface NatsServerProps {
  /** The Kubernetes cluster that the servers run in. */
  readonly cluster: Cluster;
  /** Namespace of the servers. @default nats-system */
  readonly namespace?: string;
  /** Release of the server, of 2.12, 2.14 or 2.15. Earlier releases admit a leaf without credentials. @default 2.15.3 @see https://github.com/nats-io/nats-server/releases */
  readonly version?: string;
  /** Images, where they differ from upstream's, such as those of a mirror or with digests. @default - upstream's, by version */
  readonly images?: NatsImages;
  /** Number of servers: 1, or an odd number from 3, of which a majority must run for JetStream to work. @default 1 @see https://docs.nats.io/running-a-nats-service/configuration/clustering/jetstream_clustering */
  readonly replicas?: number;
  /** Requests and limits of each server. @default cpu 100m to 500m, memory 128Mi to 512Mi */
  readonly resources?: Resources;
  /** Persistence. @default - none: a message without a receiver is lost */
  readonly jetStream?: JetStreamProps;
  /** Workloads that may connect as clients, each with its own user. @default - none */
  readonly clients?: readonly NatsClient[];
  /**
   * Whether clients must use TLS to the servers, in addition to the mesh's own.
   * @default - true if a broker's client port is open to networks outside the cluster
   * @see https://docs.nats.io/running-a-nats-service/configuration/securing_nats/tls
   */
  readonly clientTls?: boolean;
  /** How passwords and keys get into the cluster. */
  readonly secrets: SecretSource;
  /** Limits on connections and messages. @default - 1000 connections, 1 MiB a message, 1000 subscriptions a connection */
  readonly limits?: ServerLimits;
  /** Interval of the pings that detect a dead peer, 1 s to 60 s; two unanswered ones close the connection. @default 5 seconds @see https://docs.nats.io/running-a-nats-service/configuration#connection-settings */
  readonly pingInterval?: Duration;
  /** Lifetime and renewal of the servers' certificates. @default 90 days, renewed 30 days before @see https://cert-manager.io/docs/usage/certificate/ */
  readonly certificateLifetime?: Lifetime;
  /** Exporter of metrics for Prometheus. @default - none @see https://github.com/nats-io/prometheus-nats-exporter */
  readonly exporter?: ExporterProps;
}

/** Persistence of the servers of one cluster. @see https://docs.nats.io/running-a-nats-service/configuration/resource_management */
export interface JetStreamProps {
  /**
   * JetStream domain, which separates this cluster's JetStream API from that of linked clusters; unique in the fleet.
   * @default - the cluster's name
   * @see https://docs.nats.io/running-a-nats-service/configuration/leafnodes/jetstream_leafnodes
   */
  readonly domain?: string;
  /** Size of each server's volume. */
  readonly volumeSize: Size;
  /** Disk that streams may take on each server, at most nine tenths of the volume. @default - eight tenths of the volume, in whole Mebibytes */
  readonly maxFileStore?: Size;
  /** Memory that streams may take on each server, below its memory limit. @default 64 MiB */
  readonly maxMemoryStore?: Size;
  /** Storage class of the volumes. @default - the cluster's default class */
  readonly storageClassName?: string;
  /** How often data is forced to the disk; `always` before each acknowledgement, so that a power failure loses no acknowledged message. @default - 2 minutes, the server's own; `always` costs latency */
  readonly syncInterval?: Duration | 'always';
}

/** A sidecar that serves the server's metrics on port 7777. @see https://github.com/nats-io/prometheus-nats-exporter */
export interface ExporterProps {
  /** Meshed workloads that may scrape it, at least one. */
  readonly scrapers: readonly MeshedCaller[];
  /** Requests and limits of the exporter. @default cpu 10m to 50m, memory 16Mi to 64Mi */
  readonly resources?: Resources;
}

export const DEFAULT_NAMESPACE = 'nats-system';

export const DEFAULT_SERVER_RESOURCES: Resources = {
  cpu: { request: '100m', limit: '500m' },
  memory: { request: '128Mi', limit: '512Mi' },
};

/** What is accepted as the props that a broker and a leaf have in common. */
export const SERVER_FIELDS: Fields<NatsServerProps & { readonly name?: string }> = {
  cluster: CLUSTER,
  namespace: optional(label),
  name: optional(
    text(
      'up to 52 lower-case letters, digits and dashes, with a letter first and a letter or digit last',
      /^[a-z]([-a-z0-9]{0,50}[a-z0-9])?$/,
    ),
  ),
  version: optional(anyText),
  images: optional(NATS_IMAGES),
  replicas: optional(integer(1, 99)),
  resources: optional(RESOURCES),
  jetStream: optional(
    options<JetStreamProps>({
      domain: optional(anyText),
      volumeSize: size,
      maxFileStore: optional(anySize),
      maxMemoryStore: optional(anySize),
      storageClassName: optional(objectName),
      syncInterval: optional(either(oneOf('always'), timeSpan)),
    }),
  ),
  clients: optional(list(NATS_CLIENT)),
  clientTls: optional(flag),
  secrets: SECRET_SOURCE,
  limits: optional(
    options<ServerLimits>({
      maxConnections: optional(integer(1)),
      maxPayload: optional(anySize),
      maxPending: optional(anySize),
      maxSubscriptions: optional(integer(1)),
      maxControlLine: optional(anySize),
    }),
  ),
  pingInterval: optional(duration),
  certificateLifetime: optional(LIFETIME),
  exporter: optional(options<ExporterProps>({ scrapers: list(MESHED_CALLER), resources: optional(RESOURCES) })),
};

/** Names servers in messages, even if their props have wrong types. */
export function serverLabel(construct: string, props: unknown, defaultName: string): string {
  const { cluster, name = defaultName } = isMapping(props) ? props : {};
  const own = typeof name === 'string' ? name : defaultName;
  return cluster instanceof Cluster ? `${construct} '${cluster.name}/${own}'` : `${construct} '${own}'`;
}
