import type { ConfNode } from '../../../model/nats/conf-node.js';
import { type Links, linksOf } from '../../../model/nats/links.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { linkExample } from '../../examples/nats-link.js';
import { inCluster, whyUnlinked, withPeers } from '../../fleet-targets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

/** A name of a server, and the first cluster of the fleet that has it. */
interface ServerName {
  readonly cluster: string;
  readonly name: string;
  readonly nameNode: ConfNode;
  readonly owner: string;
}

export default defineRule<Links, ServerName>({
  id: 'nats/server-name-is-unique',
  severity: 'error',
  scope: 'fleet',
  summary: 'No two servers of a fleet have the same name.',
  rationale:
    'A link between servers with the same name comes up without a warning. Statistics, JetStream placement and the detection of loops confuse the two.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#server-name',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace', 'Service', 'cert-manager.io/Certificate'],
  passes: linkExample({ hubConf: 'server_name: hub-0', leafConf: 'server_name: leaf-0' }),
  fails: linkExample({ hubConf: 'server_name: nats-0', leafConf: 'server_name: nats-0' }),
  collect: linksOf,
  *about(all) {
    const owners = new Map<string, string>();
    const takesPart = ({ servers, unreadServers }: Links) => servers.length + unreadServers.length > 0;
    for (const { cluster, facts } of withPeers(all, takesPart)) {
      for (const server of facts.unreadServers) yield* inCluster(cluster, whyUnlinked(server));
      for (const { names, nameNode } of facts.servers) {
        if (names === undefined) yield { cluster, ...notJudged('the name of the server is not known', nameNode.place) };
        for (const name of names ?? []) {
          const owner = owners.get(name) ?? cluster;
          owners.set(name, owner);
          yield { cluster, name, nameNode, owner };
        }
      }
    }
  },
  *check({ cluster, name, nameNode, owner }) {
    if (owner === cluster) return;
    yield {
      cluster,
      ...nameNode.violation({
        got: name,
        expected: `a name that no server of ${owner} has`,
        fix: 'Begin the name with that of the cluster.',
      }),
    };
  },
});
