import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { type Diagnostic, InvalidInput, throwIfAny } from '../../diagnostic.js';
import { Variable } from '../../formats/nats-conf/value.js';
import { compareMinors, sameMinor } from '../../formats/release.js';
import { isMapping, refuse } from '../../input/fault.js';
import { checkProps, list, optional, options, toProblem } from '../../input/shape.js';
import { anyText, anything, duration } from '../../input/values.js';
import { publishFact } from '../fleet/facts.js';
import type { SecretText } from '../secrets/secret-content.js';
import { MESSAGING_ISSUER } from '../trust/names.js';
import { authFile } from './auth-file.js';
import { NatsCertificate } from './certificate.js';
import { DEFAULT_ACCOUNT } from './client.js';
import { LEAF_SEED_VARIABLE, LEAF_URL_VARIABLE, type LeafPeer, leafCredential, leafUser } from './leaf-peer.js';
import { brokerSettings, checkBrokerProps, type NatsBrokerProps, type NatsBrokerSettings } from './nats-broker.js';
import { type NatsServerProps, SERVER_FIELDS, serverLabel } from './nats-server-props.js';
import { NatsServers } from './nats-servers.js';
import { ServerAccess } from './server-access.js';
import { checkServerConfig } from './server-config/check.js';
import type { ServerConfig } from './server-config/model.js';
import { renderServerConfig } from './server-config/render.js';
import { baseConfig, serverTls } from './server-config-base.js';
import {
  checkServerSettings,
  headlessDomain,
  type NatsServerSettings,
  serverPlace,
  serverSettings,
} from './server-settings.js';
import { stateServerFacts } from './state-server-facts.js';
import { stateStreams } from './state-streams.js';
import { checkStreams, consumerConfig, MIRROR, type Mirror, mirrorConfig, mirrorName } from './stream.js';
import { StreamsJob, streamsClient } from './streams-job.js';

/** Servers of another cluster that extend a broker: clients connect here, messages cross one link. @see https://docs.nats.io/running-a-nats-service/configuration/leafnodes */
export interface NatsLeafProps extends NatsServerProps {
  /** Name of the servers. @default nats-leaf */
  readonly name?: string;
  /** The broker that this leaf extends; the very props that it is made of. */
  readonly hub: NatsBrokerProps;
  /** Account of this server that the link binds. @default APP */
  readonly account?: string;
  /** How long to wait before a lost hub is dialled again, 1 s to 60 s. @default 2 seconds @see https://docs.nats.io/running-a-nats-service/configuration/leafnodes/leafnode_conf */
  readonly reconnect?: Duration;
  /** Copies of the hub's streams, from which clients here read without the link. Need JetStream. @default - none */
  readonly mirrors?: readonly Mirror[];
}

const LEAF_PROPS = options<NatsLeafProps>({
  ...SERVER_FIELDS,
  // Judged as what it is: the props of a broker.
  hub: anything<NatsBrokerProps>(),
  account: optional(anyText),
  reconnect: optional(duration),
  mirrors: optional(list(MIRROR)),
});
const DEFAULT_NAME = 'nats-leaf';

/**
 * NATS servers in a cluster of their own that dial a broker in another one.
 *
 * The address, the port, the account and the way to log in are those of the hub's own props; what the two disagree on is an
 * error before anything is written.
 *
 * @see https://docs.nats.io/running-a-nats-service/configuration/leafnodes
 */
export class NatsLeaf extends Construct {
  constructor(scope: Construct, id: string, props: NatsLeafProps) {
    super(scope, id);
    const leaf = leafSettings(props);
    const { settings, hub } = leaf;
    const { cluster, name, namespace } = settings;
    const where = leafLabel(settings);
    const peer = hub.leafnodes?.leaves.find((candidate) => candidate.cluster.name === cluster.name);
    const problems = checkLeaf(leaf, peer);
    if (peer === undefined || hub.leafnodes === undefined) throw new InvalidInput(problems);
    const { nodePort } = hub.leafnodes;
    const config = leafConfig(leaf, peer, nodePort);
    // How long to wait is judged above, by this construct's own default; the addresses of the hub, by its cluster.
    const judged = ['leafnodes.reconnect', ...(hub.settings.cluster.problems.length > 0 ? ['leafnodes.remotes'] : [])];
    const faults = checkServerConfig(where, config).filter(
      (fault) => !judged.some((field) => fault.where.startsWith(`${where}: ${field}`)),
    );
    throwIfAny([...problems, ...faults]);
    const hubCluster = hub.settings.cluster;

    const certificate = new NatsCertificate(this, 'certificate', {
      namespace,
      name: `${name}-tls`,
      issuer: MESSAGING_ISSUER,
      dnsNames: [
        cluster.serviceName(name, namespace),
        `${name}.${namespace}.svc`,
        ...(settings.replicas > 1 ? [`*.${headlessDomain(settings)}`] : []),
      ],
      ipAddresses: [],
      // Clients and peers dial it, and it dials its hub.
      uses: settings.replicas > 1 || settings.clientTls ? ['server auth', 'client auth'] : ['client auth'],
      lifetime: settings.certificateLifetime,
    });
    new NatsServers(this, 'servers', {
      settings,
      config: renderServerConfig(config),
      auth: [...authFile(cluster.name, settings.clients, []), ...hubLogin(hub, peer, nodePort)],
      certificateSecretName: certificate.secretName,
      leafnodeListener: false,
    });
    new ServerAccess(this, 'access', { settings, hub: { cidrs: hubCluster.nodeCidrs, port: nodePort } });
    if (leaf.mirrors.length > 0) {
      const domain = hub.settings.jetStream?.domain ?? hubCluster.name;
      new StreamsJob(this, 'streams', {
        server: settings,
        streams: leaf.mirrors.map((mirror) => ({
          config: mirrorConfig(mirror, domain, settings.replicas),
          consumers: (mirror.consumers ?? []).map(consumerConfig),
        })),
      });
    }
    publishFact(this, { kind: 'leaf', cluster: cluster.name, hub: serverPlace(hub.settings) });
    for (const address of hubCluster.nodeAddresses) {
      publishFact(this, { kind: 'dialled', cluster: hubCluster.name, address, port: nodePort, by: where });
    }
    stateServerFacts(this, where, settings);
    if (settings.jetStream !== undefined) {
      stateStreams(
        this,
        settings.jetStream.domain,
        leaf.mirrors.map((mirror) => ({ ...mirror, name: mirrorName(mirror) })),
      );
    }
  }
}

/** A leaf's props with every default in place. */
export interface NatsLeafSettings {
  readonly settings: NatsServerSettings;
  readonly hub: NatsBrokerSettings;
  readonly account: string;
  readonly reconnect: Duration;
  readonly mirrors: readonly Mirror[];
}

/** Throws {@link InvalidInput} where the props, or those of the hub, are of wrong types. */
export function leafSettings(props: NatsLeafProps): NatsLeafSettings {
  throwIfAny(checkLeafProps(props));
  const mirrors = props.mirrors ?? [];
  const server = serverSettings(props.name ?? DEFAULT_NAME, props);
  const hub = brokerSettings(props.hub);
  return {
    settings: {
      ...server,
      storingDomain: server.storingDomain ?? hub.settings.storingDomain,
      storedSubjects: hub.settings.storedSubjects,
      clients:
        mirrors.length === 0
          ? server.clients
          : [
              ...server.clients,
              streamsClient(
                mirrors.map((mirror) => ({
                  name: mirrorName(mirror),
                  consumers: (mirror.consumers ?? []).map(({ name }) => name),
                })),
              ),
            ],
    },
    hub,
    account: props.account ?? DEFAULT_ACCOUNT,
    reconnect: props.reconnect ?? Duration.seconds(2),
    mirrors,
  };
}

function checkLeafProps(props: unknown): Diagnostic[] {
  const where = serverLabel('NatsLeaf', props, DEFAULT_NAME);
  const problems = checkProps(where, props, LEAF_PROPS);
  if (!isMapping(props)) return problems;
  const { hub } = props;
  if (isMapping(hub)) return [...problems, ...checkBrokerProps(hub)];
  const fault = refuse('hub', hub, 'the props that its broker is made of');
  return [...problems, toProblem(where, fault)];
}

function leafLabel(settings: NatsServerSettings): string {
  return `NatsLeaf '${serverPlace(settings)}'`;
}

function leafConfig(
  { settings, hub, account, reconnect }: NatsLeafSettings,
  peer: LeafPeer,
  nodePort: number,
): ServerConfig {
  const urls = hub.settings.cluster.nodeAddresses.map((address) => `tls://${inUrl(address)}:${nodePort}`);
  const byPassword = peer.authentication === 'password';
  return {
    ...baseConfig(settings, []),
    leafnodes: {
      reconnect,
      remotes: [
        {
          urls: byPassword ? [new Variable(LEAF_URL_VARIABLE), ...urls.slice(1)] : urls,
          account,
          ...(!byPassword && { credentials: { kind: 'nkey' as const, nkey: new Variable(LEAF_SEED_VARIABLE) } }),
          tls: { ...serverTls(), handshakeFirst: true },
          // The hub announces addresses of its pods, which this cluster cannot reach.
          ...(compareMinors(settings.version, '2.14') >= 0 && { ignoreDiscoveredServers: true }),
          compression: 's2_auto',
        },
      ],
    },
  };
}

/** The lines of the secret file by which this leaf logs in at its hub. */
function hubLogin(hub: NatsBrokerSettings, peer: LeafPeer, nodePort: number): SecretText {
  const broker = hub.settings.cluster;
  const credential = leafCredential(broker.name, peer);
  if (peer.authentication !== 'password') return [`${LEAF_SEED_VARIABLE}: "`, { credential, form: 'seed' }, '"\n'];
  const address = `${inUrl(broker.nodeAddresses[0] ?? '')}:${nodePort}`;
  return [
    `${LEAF_URL_VARIABLE}: "tls://${leafUser(peer.cluster.name)}:`,
    { credential, form: 'password' },
    `@${address}"\n`,
  ];
}

function inUrl(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

function checkLeaf({ settings, hub, reconnect, mirrors }: NatsLeafSettings, peer: LeafPeer | undefined): Diagnostic[] {
  const where = leafLabel(settings);
  const broker = serverPlace(hub.settings);
  const problems = checkServerSettings(where, settings);
  const seconds = reconnect.toSeconds({ integral: false });
  if (seconds < 1 || seconds > 60) {
    problems.push({
      where: `${where}: reconnect`,
      got: `${seconds}s`,
      expected: '1s to 60s',
      fix: `${seconds > 60 ? 'Lower' : 'Raise'} it, or drop it to use the default of 2s.`,
    });
  }
  if (hub.leafnodes === undefined) {
    problems.push({
      where: `${where}: hub`,
      got: `the broker '${broker}', which exposes no leafnode port`,
      expected: 'a broker with a leafnode listener',
      fix: `Add leafnodes to the broker, with '${settings.cluster.name}' among its leaves.`,
    });
  } else if (peer === undefined) {
    problems.push({
      where: `${where}: hub`,
      got: `the broker '${broker}', whose leaves are ${hub.leafnodes.leaves.map((leaf) => `'${leaf.cluster.name}'`).join(', ')}`,
      expected: `'${settings.cluster.name}' among them`,
      fix: "Add this cluster to the broker's leafnodes.leaves.",
    });
  }
  if (hub.settings.cluster === settings.cluster) {
    problems.push({
      where: `${where}: hub`,
      got: `the broker '${broker}' in the leaf's own cluster`,
      expected: 'a broker in another cluster',
      fix: 'Let clients of this cluster connect to the broker itself.',
    });
  }
  if (!sameMinor(hub.settings.version, settings.version)) {
    problems.push({
      where: `${where}: version`,
      got: `${settings.version}, and ${hub.settings.version} at its hub`,
      expected: 'one minor release on both sides',
      fix: 'Upgrade the leaves first, then the broker, and end with both the same.',
    });
  }
  for (const mirror of mirrors) {
    if (hub.streams.some((stream) => stream.name === mirror.of.name)) continue;
    problems.push({
      where: `${where}: mirror '${mirrorName(mirror)}'`,
      got: `a copy of '${mirror.of.name}', which the broker '${broker}' does not keep`,
      expected: `one of its streams: ${hub.streams.map((stream) => stream.name).join(', ') || 'it has none'}`,
      fix: "Add the stream to the broker's streams.",
    });
  }
  problems.push(
    ...checkStreams(
      where,
      mirrors.map((mirror) => ({
        name: mirrorName(mirror),
        maxBytes: mirror.maxBytes ?? mirror.of.maxBytes,
        ...(mirror.replicas !== undefined && { replicas: mirror.replicas }),
        ...(mirror.consumers !== undefined && { consumers: mirror.consumers }),
      })),
      settings,
    ),
  );
  return problems;
}
