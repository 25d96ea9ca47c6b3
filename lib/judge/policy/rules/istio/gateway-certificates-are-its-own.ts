import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import { objectAt, stringAt, stringsAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import { type GatewayServer, serversOf } from '../../../model/istio/gateway-servers.js';
import { GATEWAY } from '../../../model/istio/traffic-kinds.js';
import { matchesLabels } from '../../../model/selector.js';
import { defineRule } from '../../rule.js';

const example = (name: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: shop, namespace: edge }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.org], tls: { mode: SIMPLE, credentialName: wildcard } }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: web, namespace: edge }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [web.example.org], tls: { mode: SIMPLE, credentialName: ${name} } }] }
`;

export default defineRule({
  id: 'istio/gateway-certificates-are-its-own',
  severity: 'warning',
  scope: 'object',
  summary: 'No two Gateways of the same pods show one certificate.',
  rationale:
    'A browser that finds both hosts in one certificate sends requests for the second over the connection to the first, whose Gateway does not know it: 404, now and then. One Gateway with both hosts serves them.',
  source:
    'https://istio.io/latest/docs/ops/common-problems/network-issues/#404-errors-occur-when-multiple-gateways-configured-with-same-tls-certificate',
  appliesTo: [GATEWAY],
  passes: example('web'),
  fails: example('wildcard'),
  *check(resource, cluster) {
    for (const server of serversOf(resource)) {
      const name = credentialOf(server);
      if (name === undefined) continue;
      const others = cluster.ofKind(GATEWAY).filter((other) => {
        if (other === resource || !selects(resource, other)) return false;
        return serversOf(other).some((each) => credentialOf(each) === name);
      });
      if (others.length === 0) continue;
      yield {
        path: at(server.path, 'tls', 'credentialName'),
        got: `${name}, which ${listed(others.map(({ object }) => objectLabel(object)))} ${others.length === 1 ? 'shows' : 'show'} too`,
        expected: 'one Gateway for the hosts of a certificate',
        fix: 'List the hosts in one Gateway, to which the VirtualServices are bound, or give each its own certificate. As it is, browsers reuse connections across the Gateways, and get 404 now and then.',
      };
    }
  },
});

function selects(a: Resource, b: Resource): boolean {
  return matchesLabels(objectAt(a.object, 'spec', 'selector') ?? {}, stringsAt(b.object, 'spec', 'selector'));
}

function credentialOf({ server }: GatewayServer): string | undefined {
  const name = stringAt(server, 'tls', 'credentialName');
  if (name) return name;
  const file = stringAt(server, 'tls', 'serverCertificate');
  return file && `${file} with ${stringAt(server, 'tls', 'privateKey') ?? 'no key'}`;
}
