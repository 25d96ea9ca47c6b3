import { type Links, linksOf } from '../../../model/nats/links.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { linkExample } from '../../examples/nats-link.js';
import { defineRule } from '../../rule.js';

export default defineRule<Links>({
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
  judges: ({ servers }) => servers.filter(({ domainNode }) => domainNode?.text !== undefined).length,
  *check(all) {
    const seen = new Map<string, string>();
    for (const [cluster, { servers }] of all) {
      for (const { domainNode } of servers) {
        if (domainNode?.text === undefined) continue;
        const other = seen.get(domainNode.text) ?? cluster;
        seen.set(domainNode.text, other);
        if (other === cluster) continue;
        yield {
          cluster,
          ...domainNode.violation({
            expected: `another domain than that of ${other}`,
            fix: 'Name it after the cluster.',
          }),
        };
      }
    }
  },
});
