import { listed } from '../../../../manifest/listed.js';
import { objectLabel } from '../../../../manifest/object.js';
import type { Resource } from '../../../../manifest/resource.js';
import { type GatewayServer, gatewaySelector, serversOf } from '../../../model/istio/gateway-servers.js';
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

export default defineRule<GatewayServer>({
  id: 'istio/gateways-do-not-share-certificates',
  severity: 'warning',
  scope: 'object',
  summary: 'No two Gateways of the same pods use the same certificate.',
  rationale:
    'A browser that finds both hosts in one certificate sends requests for the second host over its connection to the first, whose Gateway does not know that host: some requests get 404. One Gateway with both hosts serves them.',
  source:
    'https://istio.io/latest/docs/ops/common-problems/network-issues/#404-errors-occur-when-multiple-gateways-configured-with-same-tls-certificate',
  appliesTo: [GATEWAY],
  passes: example('web'),
  fails: example('wildcard'),
  about: (resource) => serversOf(resource).filter((server) => credentialOf(server) !== undefined),
  *check(server, cluster) {
    const name = credentialOf(server);
    const gateway = server.field.resource;
    const others = cluster.ofKind(GATEWAY).filter((other) => {
      if (other === gateway || !selectsPodsOf(gateway, other)) return false;
      return serversOf(other).some((each) => credentialOf(each) === name);
    });
    if (others.length === 0) return;
    yield server.field.at('tls', 'credentialName').violation({
      got: `${name}, which ${listed(others.map(({ object }) => objectLabel(object)))} ${others.length === 1 ? 'uses' : 'use'} too`,
      expected: 'one Gateway for the hosts of a certificate',
      effect: 'Browsers reuse connections across the Gateways, and some requests get 404.',
      fix: 'List the hosts in one Gateway and bind the VirtualServices to it, or give each Gateway its own certificate.',
    });
  },
});

/** Whether the selector of one Gateway matches that of another. */
function selectsPodsOf(one: Resource, other: Resource): boolean {
  return matchesLabels(gatewaySelector(one).mapping ?? {}, gatewaySelector(other).textEntries);
}

function credentialOf({ field }: GatewayServer): string | undefined {
  const tls = field.at('tls');
  const name = tls.at('credentialName').text;
  if (name) return name;
  const file = tls.at('serverCertificate').text;
  return file && `${file} with ${tls.at('privateKey').text ?? 'no key'}`;
}
