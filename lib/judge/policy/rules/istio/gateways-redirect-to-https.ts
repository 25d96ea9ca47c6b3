import { listed } from '../../../../manifest/listed.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import {
  type GatewayServer,
  mayBeReachedFromOutside,
  PLAINTEXT_PROTOCOLS,
  podsOfGateway,
  serversOf,
} from '../../../model/istio/gateway-servers.js';
import { GATEWAY, VIRTUAL_SERVICE } from '../../../model/istio/traffic-kinds.js';
import { gatewaysOf, routeRules } from '../../../model/istio/virtual-services.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const example = (tls: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: web, namespace: edge }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [web.example.org]${tls} }] }
`;

export default defineRule<GatewayServer>({
  id: 'istio/gateways-redirect-to-https',
  severity: 'warning',
  scope: 'object',
  summary: 'A plaintext server of a Gateway redirects to HTTPS.',
  rationale: 'Everyone on the way can read requests to a plaintext port, with their cookies and tokens.',
  source: 'https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-https_redirect',
  appliesTo: [GATEWAY],
  reads: [...POD_KINDS, 'Namespace', 'Service', 'networking.istio.io/VirtualService'],
  passes: example(', tls: { httpsRedirect: true }'),
  fails: example(''),
  about: (resource, cluster) =>
    mayBeReachedFromOutside(podsOfGateway(resource, cluster), cluster)
      ? serversOf(resource).filter(({ protocol }) => PLAINTEXT_PROTOCOLS.includes(protocol))
      : [],
  *check({ field, protocol, port, tlsMode, hosts }, cluster) {
    const redirect = field.at('tls', 'httpsRedirect');
    if (redirect.value === true || redirectsByRoutes(field.resource, cluster)) return;
    yield redirect.violation({
      got: `${tlsMode === undefined ? 'nothing' : 'false'} for ${protocol} on port ${port ?? ''}`,
      expected: 'true',
      effect: `Requests to ${listed(hosts.map(({ written }) => written))} reach the gateway in plaintext, with their cookies and tokens.`,
      fix: 'Set tls.httpsRedirect, and serve the hosts with protocol HTTPS.',
    });
  },
});

/** Whether every known route of a Gateway redirects, as where an ACME challenge needs a plaintext answer. */
function redirectsByRoutes(gateway: Resource, cluster: ClusterIndex): boolean {
  const routes = cluster
    .ofKind(VIRTUAL_SERVICE)
    .filter((service) => gatewaysOf(service, cluster).includes(gateway))
    .flatMap(routeRules);
  return routes.length > 0 && routes.every(({ field }) => field.at('redirect', 'scheme').text === 'https');
}
