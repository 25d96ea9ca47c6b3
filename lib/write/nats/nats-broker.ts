import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { IntOrString, KubeService } from '../../../imports/k8s.js';
import { type Diagnostic, throwIfAny } from '../../diagnostic.js';
import { checkProps, list, optional, options } from '../../input/shape.js';
import { anyText, nodePort } from '../../input/values.js';
import { publishFact } from '../fleet/facts.js';
import { checkCidrs } from '../fleet/networks.js';
import { placeInStage } from '../fleet/stage.js';
import { opaquePorts } from '../linkerd/proxy-annotations.js';
import { MESSAGING_ISSUER } from '../trust/names.js';
import { authFile } from './auth-file.js';
import { NatsCertificate } from './certificate.js';
import { checkSubjects, type NatsPublisher } from './check-subjects.js';
import { DEFAULT_ACCOUNT, type NatsClient } from './client.js';
import { LEAF_PEER, type LeafPeer, leafAccountUser } from './leaf-peer.js';
import { type NatsServerProps, SERVER_FIELDS, serverLabel } from './nats-server-props.js';
import { NatsServers } from './nats-servers.js';
import { CLIENT_PORT, DEFAULT_CLIENT_NODE_PORT, DEFAULT_LEAFNODE_NODE_PORT, LEAFNODE_PORT } from './ports.js';
import { ServerAccess } from './server-access.js';
import { checkServerConfig } from './server-config/check.js';
import type { ServerConfig } from './server-config/model.js';
import { renderServerConfig } from './server-config/render.js';
import { baseConfig, serverTls } from './server-config-base.js';
import {
  checkServerSettings,
  headlessDomain,
  type NatsServerSettings,
  podLabels,
  serverPlace,
  serverSettings,
} from './server-settings.js';
import { stateServerFacts } from './state-server-facts.js';
import { statePermissions, stateStreams } from './state-streams.js';
import { checkStreams, consumerConfig, STREAM, type Stream, streamConfig } from './stream.js';
import { STREAMS_USER, StreamsJob, streamsClient } from './streams-job.js';

/** The cluster in the middle: clients publish and subscribe here, leaves of other clusters dial it. @see https://docs.nats.io/running-a-nats-service/configuration/leafnodes */
export interface NatsBrokerProps extends NatsServerProps {
  /** Name of the servers. @default nats-broker */
  readonly name?: string;
  /** Listener that leaves dial. @default - none; the broker has no leaves */
  readonly leafnodes?: LeafnodeListenerProps;
  /** Streams that are created and kept as described. Needs JetStream. @default - none */
  readonly streams?: readonly Stream[];
  /**
   * Opens the client port to networks outside the cluster, over TLS that clients inside must then speak as well.
   * @default - closed
   */
  readonly clientNodePort?: ClientNodePortProps;
}

/** Where leaves of other clusters dial the broker, over mutual TLS. */
export interface LeafnodeListenerProps {
  /** Port on every node, 30000 to 32767. @default 30722 @see https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport */
  readonly nodePort?: number;
  /** Clusters that may link, at least one. */
  readonly leaves: readonly LeafPeer[];
}

/** Access for clients outside the cluster. @see https://docs.nats.io/running-a-nats-service/configuration/securing_nats/tls */
export interface ClientNodePortProps {
  /** Port on every node, 30000 to 32767. @default 30422 */
  readonly nodePort?: number;
  /** CIDRs that may connect, at least one. */
  readonly cidrs: readonly string[];
}

const BROKER_PROPS = options<NatsBrokerProps>({
  ...SERVER_FIELDS,
  leafnodes: optional(options<LeafnodeListenerProps>({ nodePort: optional(nodePort), leaves: list(LEAF_PEER) })),
  streams: optional(list(STREAM)),
  clientNodePort: optional(options<ClientNodePortProps>({ nodePort: optional(nodePort), cidrs: list(anyText) })),
});
const DEFAULT_NAME = 'nats-broker';

/** Faults in the types of a broker's props, and in values that can be told alone. */
export function checkBrokerProps(props: object): Diagnostic[] {
  if (soundProps.has(props)) return [];
  const problems = checkProps(serverLabel('NatsBroker', props, DEFAULT_NAME), props, BROKER_PROPS);
  if (problems.length === 0) soundProps.add(props);
  return problems;
}

/** Each of its leaves asks for the props of a broker, which list all of them. */
const soundProps = new WeakSet<object>();

/**
 * A cluster of NATS servers that others link to: StatefulSet, Services, certificate, access policy and streams.
 *
 * The leafnode hop is encrypted and verified on both sides by NATS itself, since the peer is in another mesh; who links is
 * an account user of its own, with permissions. The servers' other ports are reached through the mesh alone.
 *
 * @see https://docs.nats.io/running-a-nats-service/configuration/leafnodes
 */
export class NatsBroker extends Construct {
  constructor(scope: Construct, id: string, props: NatsBrokerProps) {
    super(scope, id);
    const broker = brokerSettings(props);
    const config = brokerConfig(broker);
    throwIfAny([...checkBroker(broker), ...checkServerConfig(brokerLabel(broker.settings), config)]);
    const { settings, leafnodes, clientNodePort, streams } = broker;
    const { cluster, name, namespace, replicas } = settings;
    const where = brokerLabel(settings);

    const certificate = new NatsCertificate(this, 'certificate', {
      namespace,
      name: `${name}-tls`,
      issuer: MESSAGING_ISSUER,
      ...certificateNames(settings),
      // Routes between the servers are dialled by both ends.
      uses: replicas > 1 ? ['server auth', 'client auth'] : ['server auth'],
      lifetime: settings.certificateLifetime,
    });
    new NatsServers(this, 'servers', {
      settings,
      config: renderServerConfig(config),
      auth: authFile(cluster.name, settings.clients, leafnodes?.leaves ?? []),
      certificateSecretName: certificate.secretName,
      leafnodeListener: leafnodes !== undefined,
    });
    new ServerAccess(this, 'access', {
      settings,
      ...(leafnodes && { leafCidrs: leafnodes.leaves.flatMap((leaf) => leaf.cluster.egressCidrs) }),
      ...(clientNodePort && { clientCidrs: clientNodePort.cidrs }),
    });
    if (leafnodes !== undefined) {
      nodePortService(this, settings, 'leafnodes', LEAFNODE_PORT, leafnodes.nodePort);
      publishFact(this, {
        kind: 'exposed',
        cluster: cluster.name,
        nodePort: leafnodes.nodePort,
        certifiedFor: cluster.nodeAddresses,
        by: where,
      });
      for (const [index, leaf] of leafnodes.leaves.entries()) {
        const by = `${where}: leafnodes.leaves[${index}].cluster`;
        publishFact(this, { kind: 'listed-leaf', cluster: leaf.cluster.name, hub: serverPlace(settings), by });
      }
    }
    if (clientNodePort !== undefined) nodePortService(this, settings, 'client', CLIENT_PORT, clientNodePort.nodePort);
    if (streams.length > 0) {
      new StreamsJob(this, 'streams', {
        server: settings,
        streams: streams.map((stream) => ({
          config: streamConfig(stream, replicas),
          consumers: (stream.consumers ?? []).map(consumerConfig),
        })),
      });
    }
    stateServerFacts(this, where, settings);
    for (const [index, leaf] of (leafnodes?.leaves ?? []).entries())
      statePermissions(this, `${where}: leafnodes.leaves[${index}]`, settings.storingDomain, leaf);
    if (settings.jetStream !== undefined) stateStreams(this, settings.jetStream.domain, streams);
  }
}

/** A broker's props with every default in place; a leaf reads its hub's. */
export interface NatsBrokerSettings {
  readonly settings: NatsServerSettings;
  readonly leafnodes: Required<LeafnodeListenerProps> | undefined;
  readonly clientNodePort: Required<ClientNodePortProps> | undefined;
  readonly streams: readonly Stream[];
}

/** Throws {@link InvalidInput} where the props are of wrong types. */
export function brokerSettings(props: NatsBrokerProps): NatsBrokerSettings {
  throwIfAny(checkBrokerProps(props));
  const streams = props.streams ?? [];
  const server = serverSettings(props.name ?? DEFAULT_NAME, props);
  const clients: readonly NatsClient[] =
    streams.length === 0
      ? server.clients
      : [
          ...server.clients,
          streamsClient(
            streams.map(({ name, consumers = [] }) => ({
              name,
              consumers: consumers.map((consumer) => consumer.name),
            })),
          ),
        ];
  return {
    // What comes from outside, no mesh encrypts.
    settings: {
      ...server,
      clients,
      storedSubjects: streams.flatMap(({ subjects }) => subjects),
      clientTls: server.clientTls || props.clientNodePort !== undefined,
    },
    leafnodes: props.leafnodes && { nodePort: DEFAULT_LEAFNODE_NODE_PORT, ...props.leafnodes },
    clientNodePort: props.clientNodePort && { nodePort: DEFAULT_CLIENT_NODE_PORT, ...props.clientNodePort },
    streams,
  };
}

export function brokerLabel(settings: NatsServerSettings): string {
  return `NatsBroker '${serverPlace(settings)}'`;
}

export function brokerConfig({ settings, leafnodes }: NatsBrokerSettings): ServerConfig {
  return {
    ...baseConfig(settings, (leafnodes?.leaves ?? []).map(leafAccountUser)),
    ...(leafnodes && {
      leafnodes: {
        listener: {
          port: LEAFNODE_PORT,
          noAdvertise: true,
          compression: 's2_auto',
          authorization: { kind: 'accountUsers', timeout: Duration.seconds(5) },
          // TLS first: no banner for scanners, and a client that speaks first, as mesh proxies expect.
          tls: { ...serverTls(), verify: true, handshakeFirst: true },
        },
      },
    }),
  };
}

function certificateNames(settings: NatsServerSettings) {
  const { cluster, name, namespace, replicas } = settings;
  return {
    dnsNames: [
      cluster.serviceName(name, namespace),
      `${name}.${namespace}.svc`,
      ...(replicas > 1 ? [`*.${headlessDomain(settings)}`] : []),
      ...cluster.nodeNames,
    ],
    ipAddresses: cluster.nodeIps,
  };
}

function nodePortService(
  scope: Construct,
  { name, namespace, cluster }: NatsServerSettings,
  portName: 'leafnodes' | 'client',
  port: number,
  nodePort: number,
): void {
  const service = placeInStage(new Construct(scope, `${portName}-node-port`), '50-messaging');
  new KubeService(service, 'Resource', {
    metadata: {
      name: `${name}-${portName}`,
      namespace,
      ...(cluster.linkerd !== undefined && { annotations: opaquePorts([port]) }),
    },
    spec: {
      type: 'NodePort',
      // Keeps the peer's address, by which the network policies admit it.
      externalTrafficPolicy: 'Local',
      selector: { ...podLabels(name) },
      ports: [{ name: portName, port, targetPort: IntOrString.fromString(portName), nodePort, appProtocol: 'tcp' }],
    },
  });
}

function checkBroker({ settings, leafnodes, clientNodePort, streams }: NatsBrokerSettings): Diagnostic[] {
  const where = brokerLabel(settings);
  const problems = checkServerSettings(where, settings);
  if (leafnodes !== undefined) {
    if (leafnodes.leaves.length === 0) {
      problems.push({
        where: `${where}: leafnodes.leaves`,
        got: 'an empty list',
        expected: 'at least one leaf cluster',
        fix: 'Name the clusters that may link, or drop leafnodes.',
      });
    }
    const names = leafnodes.leaves.map((leaf) => leaf.cluster.name);
    for (const leaf of new Set(names.filter((candidate, index) => names.indexOf(candidate) !== index))) {
      problems.push({
        where: `${where}: leafnodes.leaves`,
        got: `the cluster '${leaf}' twice`,
        expected: 'each leaf cluster once',
        fix: 'Remove one of the two.',
      });
    }
  }
  if (clientNodePort !== undefined) {
    if (clientNodePort.cidrs.length === 0) {
      problems.push({
        where: `${where}: clientNodePort.cidrs`,
        got: 'an empty list',
        expected: 'at least one CIDR',
        fix: 'Name the networks that may connect, or drop clientNodePort.',
      });
    }
    problems.push(...checkClientCidrs(`${where}: clientNodePort.cidrs`, clientNodePort.cidrs));
    if (clientNodePort.nodePort === leafnodes?.nodePort) {
      problems.push({
        where: `${where}: clientNodePort.nodePort`,
        got: `${clientNodePort.nodePort}, the port of the leafnode listener`,
        expected: 'a port of its own',
        fix: 'Choose another.',
      });
    }
  }
  problems.push(
    ...checkStreams(where, streams, settings),
    ...checkSubjects(where, streams, publishers(settings, leafnodes)),
  );
  return problems;
}

function checkClientCidrs(where: string, cidrs: readonly string[]): Diagnostic[] {
  return [
    ...checkCidrs(where, cidrs),
    ...cidrs
      .filter((cidr) => cidr.endsWith('/0'))
      .map((cidr) => ({
        where,
        got: `${cidr}, which is everybody`,
        expected: 'the networks of the clients',
        fix: 'Name them: a password is no fence against the whole world.',
      })),
  ];
}

/** Those that may publish to the broker's streams; nobody where no client is known yet, so that a broker can be set up first. */
function publishers({ clients }: NatsServerSettings, leafnodes: NatsBrokerSettings['leafnodes']): NatsPublisher[] {
  const own = clients.filter(({ user }) => user !== STREAMS_USER);
  if (own.length === 0) return [];
  return [...own, ...(leafnodes?.leaves ?? [])].filter(({ account = DEFAULT_ACCOUNT }) => account === DEFAULT_ACCOUNT);
}
