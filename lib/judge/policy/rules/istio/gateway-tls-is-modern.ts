import { at } from '../../../../manifest/field-path.js';
import { stringAt } from '../../../../manifest/read.js';
import { serversOf } from '../../../model/istio/gateway-servers.js';
import { GATEWAY } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const example = (version: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: web, namespace: edge }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [web.example.org], tls: { mode: SIMPLE, credentialName: web, minProtocolVersion: ${version} } }] }
`;

const OLD = ['TLSV1_0', 'TLSV1_1'];

export default defineRule({
  id: 'istio/gateway-tls-is-modern',
  severity: 'error',
  scope: 'object',
  summary: 'Every server of a Gateway demands TLS 1.2 or newer.',
  rationale: 'TLS 1.0 and 1.1 are broken and withdrawn: who can listen in can make both sides use them.',
  source: 'https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSProtocol',
  appliesTo: [GATEWAY],
  passes: example('TLSV1_2'),
  fails: example('TLSV1_0'),
  *check(resource) {
    for (const { path, server } of serversOf(resource)) {
      for (const field of ['minProtocolVersion', 'maxProtocolVersion']) {
        const version = stringAt(server, 'tls', field) ?? '';
        if (!OLD.includes(version)) continue;
        yield {
          path: at(path, 'tls', field),
          got: version,
          expected: 'TLSV1_2 or TLSV1_3; nothing is TLSV1_2 at least',
          fix: `Raise it, or remove it. As it is, callers ${field === 'maxProtocolVersion' ? 'get no version that is safe' : 'can be made to use a version that is broken'}.`,
        };
      }
    }
  },
});
