import { Construct } from 'constructs';
import { IntOrString, KubeService } from '../../../imports/k8s.js';
import { throwIfAny } from '../../diagnostic.js';
import { publishFact } from '../fleet/facts.js';
import { placeInStage } from '../fleet/stage.js';
import { opaquePorts } from '../linkerd/proxy-annotations.js';
import { MESSAGING_ISSUER } from '../trust/names.js';
import { authFile } from './auth-file.js';
import type { NatsBrokerProps } from './broker-props.js';
import { brokerConfig, brokerLabel, brokerSettings } from './broker-settings.js';
import { NatsCertificate } from './certificate.js';
import { checkBroker } from './check-broker.js';
import { NatsServers } from './nats-servers.js';
import { CLIENT_PORT, LEAFNODE_PORT } from './ports.js';
import { ServerAccess } from './server-access.js';
import { checkServerConfig } from './server-config/check.js';
import { renderServerConfig } from './server-config/render.js';
import { headlessDomain, type NatsServerSettings, podLabels, serverPlace } from './server-settings.js';
import { stateServerFacts } from './state-server-facts.js';
import { statePermissions, stateStreams } from './state-streams.js';
import { consumerConfig, streamConfig } from './stream.js';
import { StreamsJob } from './streams-job.js';

/**
 * A cluster of NATS servers that others link to: StatefulSet, Services, certificate, access policy and streams.
 *
 * The leafnode hop is encrypted and verified on both sides by NATS itself, because the peer is in another mesh; each
 * leaf is a separate account user with permissions. The servers' other ports are reachable only through the mesh.
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
      // Both ends dial the routes between the servers.
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
      // Keeps the peer's address, which the network policies match.
      externalTrafficPolicy: 'Local',
      selector: { ...podLabels(name) },
      ports: [{ name: portName, port, targetPort: IntOrString.fromString(portName), nodePort, appProtocol: 'tcp' }],
    },
  });
}
