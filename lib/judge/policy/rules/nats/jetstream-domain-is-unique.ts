import type { ConfNode } from '../../../model/nats/conf-node.js';
import { type Links, linksOf } from '../../../model/nats/links.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { linkExample } from '../../examples/nats-link.js';
import { inCluster, whyUnlinked, withPeers } from '../../fleet-targets.js';
import { notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

/** The JetStream domain of a server, and the first cluster of the fleet that has it. */
interface Domain {
  readonly cluster: string;
  readonly domain: ConfNode;
  readonly owner: string;
}

export default defineRule<Links, Domain>({
  id: 'nats/jetstream-domain-is-unique',
  severity: 'error',
  scope: 'fleet',
  summary: 'No two clusters of a fleet have the same JetStream domain.',
  rationale:
    'Domains keep the JetStream APIs of linked clusters apart. If both sides have the same domain, the link comes up without a warning, and requests reach the wrong streams.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/jetstream_leafnodes',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace', 'Service', 'cert-manager.io/Certificate'],
  passes: linkExample({
    hubConf: 'jetstream { store_dir: /data, domain: hub }',
    leafConf: 'jetstream { store_dir: /data, domain: leaf }',
  }),
  fails: linkExample({
    hubConf: 'jetstream { store_dir: /data, domain: nats }',
    leafConf: 'jetstream { store_dir: /data, domain: nats }',
  }),
  collect: linksOf,
  *about(all) {
    const owners = new Map<string, string>();
    const takesPart = ({ servers, unreadServers }: Links) => servers.length + unreadServers.length > 0;
    for (const { cluster, facts } of withPeers(all, takesPart)) {
      for (const server of facts.unreadServers) yield* inCluster(cluster, whyUnlinked(server));
      for (const { domainNode: domain } of facts.servers) {
        if (domain === undefined) continue;
        yield* inCluster(cluster, notKnown(domain));
        if (domain.text === undefined) continue;
        const owner = owners.get(domain.text) ?? cluster;
        owners.set(domain.text, owner);
        yield { cluster, domain, owner };
      }
    }
  },
  *check({ cluster, domain, owner }) {
    if (owner === cluster) return;
    yield {
      cluster,
      ...domain.violation({ expected: `another domain than that of ${owner}`, fix: 'Name it after the cluster.' }),
    };
  },
});
