import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { serversOf } from '../../../model/istio/gateway-servers.js';
import { covers } from '../../../model/istio/hosts.js';
import { GATEWAY } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const example = (port: number, host: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: east-west, namespace: edge }
spec: { selector: { istio: eastwestgateway }, servers: [{ port: { number: ${port}, name: tls, protocol: TLS }, hosts: ["${host}"], tls: { mode: AUTO_PASSTHROUGH } }] }
`;

export default defineRule({
  id: 'istio/passthrough-is-for-clusters',
  severity: 'error',
  scope: 'object',
  summary: 'AUTO_PASSTHROUGH opens the port between clusters alone, for names of Services.',
  rationale:
    'With AUTO_PASSTHROUGH a gateway sends a connection to the Service that its SNI names, without a route and without a check of its own. On a port for the public, callers from outside reach every Service of the mesh.',
  source: 'https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSmode',
  appliesTo: [GATEWAY],
  passes: example(15443, '*.local'),
  fails: example(443, '*.example.org'),
  *check(resource) {
    for (const { path, tlsMode, port, hosts } of serversOf(resource)) {
      if (tlsMode !== 'AUTO_PASSTHROUGH') continue;
      const stray = hosts.filter(({ host }) => !covers('*.local', host) && !covers('*.svc.clusterset.local', host));
      if (port === 15443 && stray.length === 0) continue;
      yield {
        path: at(path, 'tls', 'mode'),
        got: `AUTO_PASSTHROUGH on port ${port ?? ''} for ${listed(hosts.map(({ written }) => written))}`,
        expected: 'port 15443 of an east-west gateway, for hosts such as *.local',
        fix: 'Use PASSTHROUGH with a VirtualService that routes by sniHosts, or SIMPLE. As it is, a caller reaches any Service of the mesh by naming it in its SNI.',
      };
    }
  },
});
