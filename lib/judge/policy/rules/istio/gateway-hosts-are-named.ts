import { serversOf } from '../../../model/istio/gateway-servers.js';
import { GATEWAY } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const example = (host: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: web, namespace: edge }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: ["${host}"] }] }
`;

export default defineRule({
  id: 'istio/gateway-hosts-are-named',
  severity: 'warning',
  scope: 'object',
  summary: 'Every server of a Gateway names its hosts.',
  rationale:
    'With * any VirtualService that names the Gateway, of any namespace, takes any host of it: one team answers for the names of another.',
  source: 'https://istio.io/latest/docs/ops/best-practices/security/#restrict-gateway-creation-privileges',
  appliesTo: [GATEWAY],
  passes: example('apps/web.example.org'),
  fails: example('*'),
  *check(resource) {
    for (const { hosts } of serversOf(resource)) {
      for (const { host, path, written, namespace } of hosts) {
        if (host !== '*') continue;
        yield {
          path,
          got: written,
          expected: 'names, each with the namespace whose VirtualServices may use it: apps/web.example.org',
          fix: `Name the hosts. As it is, a VirtualService of ${namespace === '*' ? 'any namespace' : `namespace ${namespace}`} that names this Gateway takes any host of it.`,
        };
      }
    }
  },
});
