import { listed } from '../../../../manifest/listed.js';
import { isClusterName, type Links, linksOf } from '../../../model/nats/links.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { linkExample } from '../../examples/nats-link.js';
import { dialedIn, type LeafAddress } from '../../fleet-targets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule<Links, LeafAddress>({
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
  about: (all) => dialedIn(all).filter((address) => 'notJudged' in address || !address.isLocal),
  *check({ cluster, node, host, port }, all) {
    const got = `${host}:${port}`;
    if (isClusterName(host)) {
      const expected = 'an address of a node or load balancer, or a name in public DNS';
      const effect = 'The name of a Service is known only in its own cluster.';
      yield { cluster, ...node.violation({ got, expected, effect, fix: 'Dial the hub at such an address.' }) };
      return;
    }
    const others = [...all].filter(([name]) => name !== cluster);
    const open = [...new Set(others.flatMap(([, { entryPoints }]) => entryPoints.map((entry) => entry.port)))];
    if (open.length === 0) yield { cluster, ...notJudged('no hub of the fleet is among the files', node.place) };
    else if (!open.includes(port)) {
      const unread = others.find(([, links]) => links.unreadServers.length + links.unreadListeners.length > 0);
      if (unread !== undefined) {
        const reason = `the ports on which the servers of cluster ${unread[0]} listen for leaves are not known`;
        yield { cluster, ...notJudged(reason, node.place) };
        return;
      }
      const ports = listed(
        open.sort((a, b) => a - b),
        ' or ',
      );
      const expected = `port ${ports}, on which a hub of the fleet listens for leaves`;
      const fix = 'Dial the node port of the Service of the hub.';
      yield { cluster, ...node.violation({ got, expected, fix }) };
    }
  },
});
