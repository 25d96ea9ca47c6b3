import { listed } from '../../../../manifest/listed.js';
import { isClusterName, type Links, linksOf } from '../../../model/nats/links.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { linkExample } from '../../examples/nats-link.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule<Links>({
  id: 'nats/leafnode-remote-reaches-its-hub',
  severity: 'error',
  scope: 'fleet',
  summary:
    'Every leafnode remote dials a port that a hub in another cluster opens, at an address that is known outside that cluster.',
  rationale: 'The leaf retries forever, and both servers report that they are healthy.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/leafnodes',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace', 'Service', 'cert-manager.io/Certificate'],
  passes: linkExample({ nodePort: 30722 }),
  fails: linkExample({ nodePort: 30723 }),
  collect: linksOf,
  judges: ({ addresses }) => addresses.filter(({ isLocal }) => !isLocal).length,
  *check(all) {
    const ports = new Map([...all].map(([cluster, { entryPoints }]) => [cluster, entryPoints.map(({ port }) => port)]));
    for (const [cluster, { addresses }] of all) {
      const others = [...ports].filter(([name]) => name !== cluster).flatMap(([, open]) => open);
      const open = [...new Set(others)].sort((a, b) => a - b);
      for (const { node, host, port, isLocal } of addresses) {
        if (isLocal) continue;
        const got = `${host}:${port}`;
        if (isClusterName(host)) {
          const expected = 'an address of a node or load balancer, or a name in public DNS';
          const effect = 'The name of a Service is known only in its own cluster.';
          yield { cluster, ...node.violation({ got, expected, effect, fix: 'Dial the hub at such an address.' }) };
        } else if (open.length === 0) {
          yield { cluster, ...notJudged('no hub of the fleet is among the files', node.resource) };
        } else if (!open.includes(port)) {
          const expected = `port ${listed(open, ' or ')}, on which a hub of the fleet listens for leaves`;
          const fix = 'Dial the node port of the Service of the hub.';
          yield { cluster, ...node.violation({ got, expected, fix }) };
        }
      }
    }
  },
});
