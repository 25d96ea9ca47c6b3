import { type Links, linksOf } from '../../../model/nats/links.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { linkExample } from '../../examples/nats-link.js';
import { defineRule } from '../../rule.js';

export default defineRule<Links>({
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
  judges: ({ servers }) => servers.length,
  *check(all) {
    const seen = new Map<string, string>();
    for (const [cluster, { servers }] of all) {
      const own = new Set<string>();
      for (const { names, nameNode } of servers) {
        for (const name of names) {
          own.add(name);
          const other = seen.get(name);
          if (other === undefined) continue;
          yield {
            cluster,
            ...nameNode.violation({
              got: name,
              expected: `a name that no server of ${other} has`,
              fix: 'Begin the name with that of the cluster.',
            }),
          };
        }
      }
      for (const name of own) if (!seen.has(name)) seen.set(name, cluster);
    }
  },
});
