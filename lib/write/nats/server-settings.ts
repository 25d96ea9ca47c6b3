import { Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import type { Diagnostic } from '../../diagnostic.js';
import { isMapping } from '../../formats/mapping.js';
import { parseQuantity } from '../../formats/quantity.js';
import { compareReleases, parseRelease } from '../../formats/release.js';
import { faultOf, shown } from '../../input/fault.js';
import { judgeOptions } from '../../input/judge.js';
import { at, type Place } from '../../input/place.js';
import type { Shape } from '../../input/shape.js';
import { Cluster } from '../fleet/cluster.js';
import type { SecretSource } from '../secrets/required-secret.js';
import { DEFAULT_LIFETIMES, type Lifetime } from '../trust/lifetimes.js';
import type { Resources } from '../workload/resources.js';
import type { NatsClient } from './client.js';
import { DEFAULT_SERVER_VERSION, type NatsImages, natsImages } from './images.js';
import {
  DEFAULT_NAMESPACE,
  DEFAULT_SERVER_RESOURCES,
  type ExporterProps,
  type JetStreamProps,
  type NatsServerProps,
} from './nats-server-props.js';
import { CLIENT_PORT } from './ports.js';
import type { ServerLimits } from './server-config/model.js';
import { byteCount } from './server-config/units.js';
import { SERVER_JUDGES } from './server-judges.js';

/** A server's props with every default filled in. */
export interface NatsServerSettings {
  readonly cluster: Cluster;
  readonly namespace: string;
  /** Name of the servers' StatefulSet, of their Service and of their ServiceAccount. */
  readonly name: string;
  readonly version: string;
  readonly images: Required<NatsImages>;
  readonly replicas: number;
  readonly resources: Resources;
  readonly jetStream: JetStreamSettings | undefined;
  /** JetStream domain for clients that name none: that of the servers, or of their hub. */
  readonly storingDomain: string | undefined;
  /** Subjects of the streams that clients can reach. */
  readonly storedSubjects: readonly string[];
  readonly clients: readonly NatsClient[];
  /** Whether clients must use TLS. */
  readonly clientTls: boolean;
  readonly secrets: SecretSource;
  readonly limits: ServerLimits;
  readonly pingInterval: Duration;
  readonly certificateLifetime: Lifetime;
  readonly exporter: ExporterProps | undefined;
}

export interface JetStreamSettings extends JetStreamProps {
  readonly domain: string;
  readonly maxFileStore: Size;
  readonly maxMemoryStore: Size;
}

export function serverSettings(name: string, props: NatsServerProps): NatsServerSettings {
  const version = props.version ?? DEFAULT_SERVER_VERSION;
  const jetStream = props.jetStream && jetStreamSettings(props.jetStream, props.cluster);
  return {
    cluster: props.cluster,
    namespace: props.namespace ?? DEFAULT_NAMESPACE,
    name,
    version,
    images: natsImages(version, props.images),
    replicas: props.replicas ?? 1,
    resources: props.resources ?? DEFAULT_SERVER_RESOURCES,
    jetStream,
    storingDomain: jetStream?.domain,
    storedSubjects: [],
    clients: props.clients ?? [],
    clientTls: props.clientTls ?? false,
    secrets: props.secrets,
    limits: { maxConnections: 1000, maxPayload: Size.mebibytes(1), maxSubscriptions: 1000, ...props.limits },
    pingInterval: props.pingInterval ?? Duration.seconds(5),
    certificateLifetime: props.certificateLifetime ?? DEFAULT_LIFETIMES.messaging,
    exporter: props.exporter,
  };
}

function jetStreamSettings(props: JetStreamProps, cluster: Cluster): JetStreamSettings {
  const eightTenths = Math.floor(props.volumeSize.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR }) * 0.8);
  return {
    ...props,
    domain: props.domain ?? cluster.name,
    maxFileStore: props.maxFileStore ?? Size.mebibytes(eightTenths),
    maxMemoryStore: props.maxMemoryStore ?? Size.mebibytes(64),
  };
}

/** What is accepted as the settings of a server. They are derived from props, not written by hand. */
export const SERVER_SETTINGS: Shape<NatsServerSettings> = {
  expected: "a server's settings, such as brokerSettings(…).settings",
  faults: (path, value) =>
    isMapping(value) &&
    value['cluster'] instanceof Cluster &&
    isMapping(value['images']) &&
    Array.isArray(value['clients'])
      ? []
      : [faultOf(path, value, SERVER_SETTINGS.expected)],
};

/** Faults in what a broker and a leaf have in common. `where` names the construct: `NatsBroker 'hub/nats-broker'`. */
export function checkServerSettings(where: string, settings: NatsServerSettings): Diagnostic[] {
  const { replicas, jetStream, resources, clients } = settings;
  const problems: Diagnostic[] = [...settings.cluster.problems, ...judgeOptions(where, settings, SERVER_JUDGES)];
  if (replicas % 2 === 0) {
    problems.push({
      where,
      path: 'replicas',
      got: String(replicas),
      expected: '1, or an odd number from 3',
      fix: replicasFix(replicas, jetStream !== undefined),
    });
  }
  problems.push(...checkServerImage(where, settings));
  if (jetStream !== undefined) problems.push(...checkJetStream({ where, path: 'jetStream' }, jetStream, resources));
  for (const [field, values] of [
    ['user', clients.map((client) => client.user)],
    ['workload', clients.map((client) => `${client.namespace ?? settings.namespace}/${client.workload}`)],
  ] as const) {
    for (const value of new Set(values.filter((candidate, index) => values.indexOf(candidate) !== index))) {
      problems.push({
        where,
        path: 'clients',
        got: `two with the ${field} '${value}'`,
        expected: 'a different user for each workload',
        effect: 'A shared identity cannot be limited or revoked for one workload.',
        fix: 'Rename one.',
      });
    }
  }
  for (const { user } of clients) {
    if (/^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(user)) continue;
    problems.push({
      where,
      path: 'clients',
      got: `the user ${shown(user)}`,
      expected: 'up to 64 letters, digits, dashes and underscores, a letter first',
      effect: 'A variable of the server configuration is named after the user.',
      fix: 'Rename the user.',
    });
  }
  if (settings.exporter?.scrapers.length === 0) {
    problems.push({
      where,
      path: 'exporter.scrapers',
      got: 'an empty list',
      expected: 'at least one workload',
      fix: "Name Prometheus' ServiceAccount, or drop the exporter.",
    });
  }
  return problems;
}

/** Configuration and permissions are written for the version, so the image must run it. */
function checkServerImage(where: string, { version, images }: NatsServerSettings): Diagnostic[] {
  const { repository, tag } = images.server;
  const runs = parseRelease(tag);
  const isServer = /(^|\/)nats(-server)?$/.test(repository);
  if (!isServer || runs?.patch === undefined || compareReleases(tag, version) === 0) return [];
  const { major, minor, patch } = runs;
  return [
    {
      where,
      path: 'images.server.tag',
      got: `${shown(tag)}, and version is ${version}`,
      expected: 'one release',
      effect: 'Configuration and permissions are written for version.',
      fix: `Set version to ${major}.${minor}.${patch}, or use an image of ${version}.`,
    },
  ];
}

function replicasFix(replicas: number, stores: boolean): string {
  if (replicas === 2)
    return stores ? 'Use 3: two servers have no majority once one fails, so JetStream would stop.' : 'Use 1 or 3.';
  return `Use ${replicas - 1} or ${replicas + 1}.`;
}

function checkJetStream(place: Place, jetStream: JetStreamSettings, resources: Resources): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const volume = byteCount(jetStream.volumeSize);
  const fileStore = byteCount(jetStream.maxFileStore);
  if (fileStore > volume * 0.9) {
    problems.push({
      ...at(place, 'maxFileStore'),
      got: mebibytes(fileStore),
      expected: `at most nine tenths of the volume of ${mebibytes(volume)}: ${mebibytes(volume * 0.9)}`,
      effect: 'A full disk stops every stream.',
      fix: 'Lower it, or drop it to use eight tenths, or enlarge the volume.',
    });
  }
  const memoryStore = BigInt(byteCount(jetStream.maxMemoryStore));
  const limit = (parseQuantity(resources.memory.limit) ?? 0n) / 1_000_000_000n;
  if (memoryStore * 2n > limit) {
    problems.push({
      ...at(place, 'maxMemoryStore'),
      got: mebibytes(Number(memoryStore)),
      expected: `at most half of the memory limit of ${resources.memory.limit}`,
      effect: 'The server itself needs the rest.',
      fix: 'Lower it, or raise the limit.',
    });
  }
  return problems;
}

function mebibytes(bytes: number): string {
  return `${Math.floor(bytes / 1024 / 1024)}Mi`;
}

/** The path of the servers in the fleet: `<cluster>/<name>`. */
export function serverPlace({ cluster, name }: NatsServerSettings): string {
  return `${cluster.name}/${name}`;
}

/** Names by which clients and peers reach the servers. */
export function headlessName(settings: NatsServerSettings): string {
  return `${settings.name}-headless`;
}

/** Domain below which each server's pod has a DNS name of its own. */
export function headlessDomain(settings: NatsServerSettings): string {
  return settings.cluster.serviceName(headlessName(settings), settings.namespace);
}

/** URL that clients in the same cluster connect to; with `tls://` no server can downgrade them. */
export function clientUrl({ name, namespace, cluster, clientTls }: NatsServerSettings): string {
  return `${clientTls ? 'tls' : 'nats'}://${cluster.serviceName(name, namespace)}:${CLIENT_PORT}`;
}

/** Label that selects the servers' pods. */
export function podLabels(name: string): { readonly app: string } {
  return { app: name };
}
