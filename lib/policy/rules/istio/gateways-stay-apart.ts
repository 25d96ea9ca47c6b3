import { objectLabel } from '../../../manifest/object.js';
import type { ClusterIndex } from '../../cluster-index.js';
import type { Subject } from '../../finding.js';
import { podsOfGateway, serversOf } from '../../istio/gateway-servers.js';
import { GATEWAY } from '../../istio/traffic-kinds.js';
import { objectAt, stringAt, stringsAt } from '../../read.js';
import { defineRule } from '../../rule.js';
import { matchesLabels } from '../../selector.js';

const example = (host: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: shop, namespace: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.org] }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: web, namespace: web }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [${host}] }] }
`;

export default defineRule({
  id: 'istio/gateways-stay-apart',
  severity: 'error',
  scope: 'object',
  summary: 'Two Gateways of the same pods do not open one port for one host.',
  rationale:
    'The servers of a port are joined, and the older one keeps the host: routes and certificates that hang on the other one are not served.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0145/',
  appliesTo: [GATEWAY],
  passes: example('web.example.org'),
  fails: example('shop.example.org'),
  *check(subject, cluster) {
    for (const server of serversOf(subject)) {
      const bind = stringAt(server.server, 'bind') ?? '';
      for (const other of cluster.ofKind(GATEWAY)) {
        if (other === subject || !shareAPod(subject, other, cluster)) continue;
        const taken = serversOf(other)
          .filter(({ port, server: each }) => port === server.port && (stringAt(each, 'bind') ?? '') === bind)
          .flatMap(({ hosts }) => hosts);
        for (const host of server.hosts) {
          const same = taken.find(
            (each) =>
              each.host === host.host &&
              (each.namespace === '*' || host.namespace === '*' || each.namespace === host.namespace),
          );
          if (same === undefined) continue;
          yield {
            path: host.path,
            got: `${host.written} on port ${server.port}, which ${objectLabel(other.object)} opens for the same pods`,
            expected: 'each host of a port in one Gateway',
            fix: `Join the servers in one Gateway, or part the hosts or the pods; as it is, the host is served as the older Gateway says, with its certificate, and this one or ${objectLabel(other.object)} is without effect.`,
          };
        }
      }
    }
  },
});

/** Whether some pod has the labels of both; where no pod is known, whether the selectors are the same. */
function shareAPod(a: Subject, b: Subject, cluster: ClusterIndex): boolean {
  const pods = podsOfGateway(a, cluster);
  const others = new Set(podsOfGateway(b, cluster));
  if (pods.some((pod) => others.has(pod))) return true;
  if (pods.length + others.size > 0) return false;
  const labels = stringsAt(b.object, 'spec', 'selector');
  const wanted = objectAt(a.object, 'spec', 'selector') ?? {};
  return Object.keys(wanted).length === Object.keys(labels).length && matchesLabels(wanted, labels);
}
