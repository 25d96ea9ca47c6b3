import { Construct } from 'constructs';
import { InvalidInput, throwIfAny } from '../../diagnostic.js';
import { publishFact } from '../fleet/facts.js';
import { MESSAGING_ISSUER } from '../trust/names.js';
import { authFile } from './auth-file.js';
import { NatsCertificate } from './certificate.js';
import { checkLeaf } from './check-leaf.js';
import { hubLogin, leafConfig } from './leaf-config.js';
import type { NatsLeafProps } from './leaf-props.js';
import { leafLabel, leafSettings } from './leaf-settings.js';
import { NatsServers } from './nats-servers.js';
import { ServerAccess } from './server-access.js';
import { checkServerConfig } from './server-config/check.js';
import { renderServerConfig } from './server-config/render.js';
import { headlessDomain, serverPlace } from './server-settings.js';
import { stateServerFacts } from './state-server-facts.js';
import { stateStreams } from './state-streams.js';
import { consumerConfig, mirrorConfig, mirrorName } from './stream.js';
import { StreamsJob } from './streams-job.js';

/**
 * NATS servers that dial a broker in another cluster.
 *
 * Address, port, account and login come from the hub's props; a disagreement between the two is an error before
 * anything is written.
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
    // The reconnect time is checked above, with this construct's default; the addresses of the hub are checked by its
    // cluster.
    const judged = ['leafnodes.reconnect', ...(hub.settings.cluster.problems.length > 0 ? ['leafnodes.remotes'] : [])];
    const faults = checkServerConfig(where, config).filter(
      ({ path = '' }) => !judged.some((field) => path.startsWith(field)),
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
      publishFact(this, { kind: 'dialed', cluster: hubCluster.name, address, port: nodePort, by: where });
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
