import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { booleanAt, stringAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { mayBeReachedFromOutside, podsOfGateway, serversOf } from '../../../model/istio/gateway-servers.js';
import { GATEWAY, VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { gatewaysOf, routeRules } from '../../../model/istio/virtual-services.js';
import { defineRule } from '../../rule.js';

const example = (tls: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: web, namespace: edge }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [web.example.org]${tls} }] }
`;

const PLAIN = ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB'];

export default defineRule({
  id: 'istio/gateways-redirect-to-https',
  severity: 'warning',
  scope: 'object',
  summary: 'A server in plaintext redirects to HTTPS.',
  rationale: 'Requests to a plaintext port travel open to all on the way, with their cookies and tokens.',
  source: 'https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-https_redirect',
  appliesTo: [GATEWAY],
  passes: example(', tls: { httpsRedirect: true }'),
  fails: example(''),
  *check(resource, cluster) {
    if (!mayBeReachedFromOutside(podsOfGateway(resource, cluster), cluster)) return;
    for (const { path, server, protocol, port, tlsMode, hosts } of serversOf(resource)) {
      if (!PLAIN.includes(protocol) || booleanAt(server, 'tls', 'httpsRedirect') === true) continue;
      if (redirectsByRoutes(resource, cluster)) continue;
      yield {
        path: at(path, 'tls', 'httpsRedirect'),
        got: `${tlsMode === undefined ? 'nothing' : 'false'} for ${protocol} on port ${port ?? ''}`,
        expected: 'true',
        fix: `Set tls.httpsRedirect, and serve the hosts with protocol HTTPS. As it is, requests to ${listed(hosts.map(({ written }) => written))} travel in plaintext to the gateway, cookies and tokens included.`,
      };
    }
  },
});

/** Whether every route that is known for a Gateway redirects: so it is done where a challenge has to be answered in plaintext. */
function redirectsByRoutes(gateway: Resource, cluster: ClusterIndex): boolean {
  const routes = cluster
    .ofKind(VIRTUAL_SERVICE)
    .filter((service) => gatewaysOf(service, cluster).includes(gateway))
    .flatMap(routeRules);
  return routes.length > 0 && routes.every(({ rule }) => stringAt(rule, 'redirect', 'scheme') === 'https');
}
