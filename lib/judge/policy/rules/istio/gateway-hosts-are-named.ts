import { type ServerHost, serversOf } from '../../../model/istio/gateway-servers.js';
import { GATEWAY } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const example = (host: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: web, namespace: edge }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: ["${host}"] }] }
`;

export default defineRule<ServerHost>({
  id: 'istio/gateway-hosts-are-named',
  severity: 'warning',
  scope: 'object',
  summary: 'Every server of a Gateway names its hosts.',
  rationale:
    'With *, a VirtualService of any namespace that names the Gateway can take any host of it: one team can answer for the names of another.',
  source: 'https://istio.io/latest/docs/ops/best-practices/security/#restrict-gateway-creation-privileges',
  appliesTo: [GATEWAY],
  passes: example('apps/web.example.org'),
  fails: example('*'),
  about: (resource) => serversOf(resource).flatMap(({ hosts }) => hosts),
  *check({ field, host, namespace }) {
    if (host !== '*') return;
    yield field.violation({
      expected: 'names, each with the namespace whose VirtualServices may use it: apps/web.example.org',
      effect: `A VirtualService of ${namespace === '*' ? 'any namespace' : `namespace ${namespace}`} that names this Gateway can take any host of it.`,
      fix: 'Name the hosts.',
    });
  },
});
