import { at } from '../../../../manifest/field-path.js';
import { booleanAt, listAt, stringAt, valueAt } from '../../../../manifest/read.js';
import { serversOf } from '../../../model/istio/gateway-servers.js';
import { GATEWAY } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const example = (suite: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: web, namespace: edge }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [web.example.org], tls: { mode: SIMPLE, credentialName: web, cipherSuites: [${suite}] } }] }
`;

const PLAIN = ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB'];
const CERTIFICATES = [
  'credentialName',
  'credentialNames',
  'serverCertificate',
  'privateKey',
  'caCertificates',
  'caCrl',
];

export default defineRule({
  id: 'istio/gateway-tls-is-not-ignored',
  severity: 'warning',
  scope: 'object',
  summary: 'Every TLS setting of a Gateway is one that the gateway uses.',
  rationale:
    'istiod accepts settings that it then leaves out, with a warning that a pipeline does not show: suites of TLS 1.3, certificates of a server that passes TLS through, redirects of a server that has TLS already.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0133/',
  appliesTo: [GATEWAY],
  passes: example('ECDHE-ECDSA-AES256-GCM-SHA384'),
  fails: example('TLS_AES_256_GCM_SHA384'),
  *check(resource) {
    for (const { path, server, protocol, tlsMode } of serversOf(resource)) {
      const suites = listAt(server, 'tls', 'cipherSuites');
      for (const [index, suite] of suites.entries()) {
        const repeated = suites.indexOf(suite) < index;
        if (typeof suite !== 'string' || (!suite.startsWith('TLS_') && !repeated)) continue;
        yield {
          path: at(path, 'tls', 'cipherSuites', index),
          got: repeated ? `${suite} again` : suite,
          expected: 'a suite of TLS 1.2 by its OpenSSL name, such as ECDHE-ECDSA-AES256-GCM-SHA384, once',
          fix: 'Remove it; it is left out. Suites of TLS 1.3 cannot be chosen: set minProtocolVersion TLSV1_3 for them alone.',
        };
      }
      const unused = CERTIFICATES.find((field) => valueAt(server, 'tls', field) !== undefined);
      if ((tlsMode ?? '').endsWith('PASSTHROUGH') && unused !== undefined) {
        yield {
          path: at(path, 'tls', unused),
          got: `${unused} with ${stringAt(server, 'tls', 'mode') === undefined ? 'no mode, which is PASSTHROUGH' : `mode ${tlsMode}`}`,
          expected: 'no certificate, or mode SIMPLE or MUTUAL',
          fix: 'Remove it, or change the mode; as it is, the gateway passes TLS through to the server behind it, and shows no certificate of its own.',
        };
      }
      if (booleanAt(server, 'tls', 'httpsRedirect') === true && !PLAIN.includes(protocol)) {
        yield {
          path: at(path, 'tls', 'httpsRedirect'),
          got: `true for ${protocol}`,
          expected: 'httpsRedirect on a server with protocol HTTP',
          fix: 'Move it to the server of port 80; here it redirects nothing.',
        };
      }
    }
  },
});
