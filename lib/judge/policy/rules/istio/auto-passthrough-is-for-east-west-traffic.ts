import { listed } from '../../../../manifest/listed.js';
import { type GatewayServer, serversOf } from '../../../model/istio/gateway-servers.js';
import { covers } from '../../../model/istio/hosts.js';
import { GATEWAY } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const example = (port: number, host: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: east-west, namespace: edge }
spec: { selector: { istio: eastwestgateway }, servers: [{ port: { number: ${port}, name: tls, protocol: TLS }, hosts: ["${host}"], tls: { mode: AUTO_PASSTHROUGH } }] }
`;

export default defineRule<GatewayServer>({
  id: 'istio/auto-passthrough-is-for-east-west-traffic',
  severity: 'error',
  scope: 'object',
  summary: 'AUTO_PASSTHROUGH is used only on the east-west port and for Service hosts.',
  rationale:
    'With AUTO_PASSTHROUGH a gateway sends a connection to the Service that its SNI names, without a route and without a check. On a public port, callers from outside can reach every Service of the mesh.',
  source: 'https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSmode',
  appliesTo: [GATEWAY],
  passes: example(15443, '*.local'),
  fails: example(443, '*.example.org'),
  about: (resource) => serversOf(resource).filter(({ tlsMode }) => tlsMode === 'AUTO_PASSTHROUGH'),
  *check({ field, port, hosts }) {
    const ofServices = hosts.every(({ host }) => covers('*.local', host) || covers('*.svc.clusterset.local', host));
    if (port === 15443 && ofServices) return;
    yield field.at('tls', 'mode').violation({
      got: `AUTO_PASSTHROUGH on port ${port ?? ''} for ${listed(hosts.map(({ written }) => written))}`,
      expected: 'port 15443 of an east-west gateway, for hosts such as *.local',
      effect: 'A caller can reach any Service of the mesh by naming it in its SNI.',
      fix: 'Use PASSTHROUGH with a VirtualService that routes by sniHosts, or SIMPLE.',
    });
  },
});
