import type { Field } from '../../../../manifest/field.js';
import { type GatewayServer, PLAINTEXT_PROTOCOLS, serversOf } from '../../../model/istio/gateway-servers.js';
import { GATEWAY } from '../../../model/istio/traffic-kinds.js';
import type { Outcome } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const example = (suite: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: web, namespace: edge }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [web.example.org], tls: { mode: SIMPLE, credentialName: web, cipherSuites: [${suite}] } }] }
`;

const CERTIFICATES = [
  'credentialName',
  'credentialNames',
  'serverCertificate',
  'privateKey',
  'caCertificates',
  'caCrl',
];

export default defineRule<GatewayServer>({
  id: 'istio/gateway-tls-settings-are-used',
  severity: 'warning',
  scope: 'object',
  summary: 'The gateway uses every TLS setting of a Gateway.',
  rationale:
    'istiod accepts some settings and then ignores them, with a warning that no pipeline shows: cipher suites of TLS 1.3, certificates of a server that passes TLS through, redirects of a server that already uses TLS.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0133/',
  appliesTo: [GATEWAY],
  passes: example('ECDHE-ECDSA-AES256-GCM-SHA384'),
  fails: example('TLS_AES_256_GCM_SHA384'),
  about: (resource) => serversOf(resource).filter(({ tlsMode }) => tlsMode !== undefined),
  *check({ field, protocol, tlsMode = '' }) {
    const tls = field.at('tls');
    yield* ignoredSuites(tls.at('cipherSuites'));
    const unused = CERTIFICATES.find((name) => tls.at(name).value !== undefined);
    if (tlsMode.endsWith('PASSTHROUGH') && unused !== undefined) {
      yield tls.at(unused).violation({
        got: `${unused} with ${tls.at('mode').text === undefined ? 'no mode, which is PASSTHROUGH' : `mode ${tlsMode}`}`,
        expected: 'no certificate, or mode SIMPLE or MUTUAL',
        effect: 'The gateway passes TLS through to the server behind it, and uses no certificate of its own.',
        fix: 'Remove it, or change the mode.',
      });
    }
    const redirect = tls.at('httpsRedirect');
    if (redirect.value === true && !PLAINTEXT_PROTOCOLS.includes(protocol)) {
      yield redirect.violation({
        got: `true for ${protocol}`,
        expected: 'httpsRedirect on a server with protocol HTTP',
        effect: 'It redirects nothing here.',
        fix: 'Move it to the server of port 80.',
      });
    }
  },
});

function* ignoredSuites({ items, value }: Field): Iterable<Outcome> {
  const suites = Array.isArray(value) ? value : [];
  for (const [index, field] of items.entries()) {
    const suite = field.text;
    if (suite === undefined) continue;
    const repeated = suites.indexOf(suite) < index;
    if (!suite.startsWith('TLS_') && !repeated) continue;
    yield field.violation({
      got: repeated ? `${suite} again` : suite,
      expected: 'a cipher suite of TLS 1.2 by its OpenSSL name, such as ECDHE-ECDSA-AES256-GCM-SHA384, once',
      effect: 'Istio ignores it.',
      fix: 'Remove it. Suites of TLS 1.3 cannot be chosen; set minProtocolVersion TLSV1_3 to use only those.',
    });
  }
}
